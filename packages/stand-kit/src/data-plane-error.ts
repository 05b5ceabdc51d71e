/** Thrown when real data is wanted and something that it needs is not there; the message says what to do. */
export class DataPlaneError extends Error {
  override readonly name = 'DataPlaneError';
  readonly code = 'SANDBOX_DATA_UNUSABLE';
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

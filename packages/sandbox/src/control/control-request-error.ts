/** Thrown for a control request that is not understood; nothing has changed then. */
export class ControlRequestError extends Error {
  override readonly name = 'ControlRequestError';
  readonly code = 'SANDBOX_CONTROL_REQUEST';
}

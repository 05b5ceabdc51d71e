/** The first thing in a request that its operation's schema does not allow. */
export interface Violation {
  readonly kind: 'missing' | 'invalid';
  /** The way to the parameter, from the outside in. */
  readonly path: readonly string[];
  readonly message: string;
}

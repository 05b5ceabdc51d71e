/** An HTTP request of this provider before it carries credentials. */
export interface UnsignedRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Scheme, host and port. */
  readonly endpoint: string;
  /** Decoded path. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Proves to the API who is calling. */
export interface Authenticator {
  /** Every header to send besides those of the connection. */
  headers(request: UnsignedRequest): Promise<Readonly<Record<string, string>>>;
  /** Drops what made the `refused` headers, so that the next ones are made of something new. False: there is nothing new. */
  renew(refused: Readonly<Record<string, string>>): boolean;
  /** Values that must never appear in a text. */
  readonly secrets: readonly string[];
}

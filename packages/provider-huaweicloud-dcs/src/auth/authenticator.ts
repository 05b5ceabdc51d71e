import type { CredentialsError, RequestOutline, ServerTime } from '@waybill/core';

/** An HTTP request of this provider before it carries credentials. */
export interface UnsignedRequest {
  readonly method: RequestOutline['method'];
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
  /**
   * Makes the next headers of something newer than the `refused` ones, where there is something newer. A token of a user
   * is asked for anew (`reissued`: the call may follow at once); a key is read again from its source (`replaced`).
   */
  renew(refused: Readonly<Record<string, string>>): Promise<'reissued' | 'replaced' | 'no'>;
  /** The time that the headers carry, where they carry one: a wrong clock is then refused like a wrong key. */
  readonly time?: ServerTime;
  /** Why the last search for newer credentials found none. */
  readonly fault?: CredentialsError | undefined;
  /** As `ProviderSession.credentialsEndAtMs`. */
  readonly endAtMs?: number | undefined;
  /** As `ProviderSession.renewsCredentials`. */
  readonly isRenewable?: boolean;
  /** Values that must never appear in a text. */
  readonly secrets: readonly string[];
}

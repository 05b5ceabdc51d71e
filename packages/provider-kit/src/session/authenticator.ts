import type { CredentialsError, ProviderError, RequestOutline } from '@waybill/core';
import type { ServerTime } from './server-time.ts';

/** A request before it carries credentials. */
export interface UnsignedRequest extends Pick<RequestOutline, 'method' | 'endpoint' | 'path' | 'query'> {
  readonly operation: string;
  /** As sent. */
  readonly body: string | undefined;
}

export type SignedHeaders = Readonly<Record<string, string>>;

/** Proves to the API who is calling. */
export interface Authenticator {
  /** Every header to send besides those of the connection. The object is given back to `renew`. */
  headers(request: UnsignedRequest): Promise<SignedHeaders>;
  /** Makes the next headers of something newer than the `refused` ones, where there is something newer. */
  renew(refused: SignedHeaders, refusal: ProviderError): Promise<Renewal>;
  /** The time that the headers carry, where they carry one: a wrong clock is then refused like a wrong key. */
  readonly time?: ServerTime;
  /** As `ProviderSession.credentialsEndAtMs`. */
  readonly endAtMs?: number | undefined;
  /** As `ProviderSession.renewsCredentials`. */
  readonly isRenewable?: boolean;
  /** Values that must never appear in a text. */
  readonly secrets: readonly string[];
}

export type Renewal =
  /** Issued anew for this session: the call follows at once. */
  | { readonly kind: 'issued' }
  /** Read again from its source: the engine sends the call again, in turn. */
  | { readonly kind: 'replaced' }
  /** The refusal lasts. `fault`: why their source gave none. */
  | { readonly kind: 'none'; readonly fault?: CredentialsError | undefined };

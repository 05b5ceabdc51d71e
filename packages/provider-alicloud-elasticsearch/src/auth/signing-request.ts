import type { Credentials } from './credentials.ts';

/** One request to sign. Both styles read the same fields. */
export interface SigningRequest {
  readonly method: string;
  /** As sent: already encoded. */
  readonly path: string;
  /** Decoded names and values. */
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names; `host` and, with a body, `content-type` among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly credentials: Credentials;
  readonly dateMs: number;
  /** Different in every attempt: the gateway refuses one that it has seen. */
  readonly nonce: string;
}

/** Pairs of a record, sorted by name in code unit order, as both signature styles want them. */
export function sortedEntries(record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(record).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}

/** The headers that temporary credentials add; both are signed. */
export function securityTokenHeaders({ accessKeyId, securityToken }: Credentials): Readonly<Record<string, string>> {
  if (securityToken === undefined) return {};
  return { 'x-acs-accesskey-id': accessKeyId, 'x-acs-security-token': securityToken };
}

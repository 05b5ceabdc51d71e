import { createHmac, hash } from 'node:crypto';
import { percentEncode } from '@waybill/provider-kit';

/** What is signed: the request as its meaning, not as its bytes on the wire (path and query are decoded here). */
export interface SignableRequest {
  readonly method: string;
  /** Decoded path, with or without a trailing slash: both sign the same. */
  readonly path: string;
  /** Decoded pairs in any order; a name may come more than once. */
  readonly query: readonly (readonly [string, string])[];
  /** Exactly the headers to sign, `host` and `x-sdk-date` among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes sent, as text; empty when the request has no body. */
  readonly body: string;
}

export interface SigningKey {
  readonly accessKey: string;
  readonly secretKey: string;
  /**
   * Set for the older scoped variant, whose key is derived from date, region and service. Open Telekom Cloud clients leave
   * both empty.
   */
  readonly scope?: { readonly region: string; readonly service: string };
}

export interface Signature {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly signature: string;
  /** Value of the `Authorization` header. */
  readonly authorization: string;
}

const ALGORITHM = 'SDK-HMAC-SHA256';

/**
 * Signs a request with an access key. Pure: the time is the `x-sdk-date` header (UTC, `YYYYMMDDTHHMMSSZ`), of which the
 * server accepts 15 minutes to either side.
 *
 * Source: Huawei Cloud "API Request Signing Guide"; the scoped variant as in Open Telekom Cloud's Go client.
 */
export function signSdkHmacSha256(request: SignableRequest, key: SigningKey): Signature {
  const headers = canonicalHeaders(request.headers);
  const signedHeaders = headers.map(([name]) => name).join(';');
  const date = headers.find(([name]) => name === 'x-sdk-date')?.[1] ?? '';
  const canonicalRequest = [
    request.method.toUpperCase(),
    canonicalPath(request.path),
    canonicalQuery(request.query),
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    signedHeaders,
    sha256Hex(request.body),
  ].join('\n');
  const scope = key.scope === undefined ? undefined : credentialScope(date, key.scope);
  const stringToSign = [ALGORITHM, date, ...(scope === undefined ? [] : [scope]), sha256Hex(canonicalRequest)].join(
    '\n',
  );
  const signature = hmac(signingKey(key, date), stringToSign).toString('hex');
  const credential = scope === undefined ? `Access=${key.accessKey}` : `Credential=${key.accessKey}/${scope}`;
  const authorization = `${ALGORITHM} ${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return { canonicalRequest, stringToSign, signature, authorization };
}

function canonicalHeaders(headers: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .toSorted(([left], [right]) => compareCodeUnits(left, right));
}

/** The trailing slash belongs to the canonical form only, never to the URL that is sent. */
function canonicalPath(path: string): string {
  const encoded = /^[A-Za-z0-9._~/-]*$/.test(path) ? path : path.split('/').map(percentEncode).join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

/** Sorted by the decoded names, then by the decoded values. */
function canonicalQuery(query: SignableRequest['query']): string {
  return query
    .toSorted(([leftName, leftValue], [rightName, rightValue]) => {
      return compareCodeUnits(leftName, rightName) || compareCodeUnits(leftValue, rightValue);
    })
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
}

function credentialScope(date: string, scope: { readonly region: string; readonly service: string }): string {
  return `${date.slice(0, 8)}/${scope.region}/${scope.service}/sdk_request`;
}

function signingKey(key: SigningKey, date: string): string | Buffer {
  if (key.scope === undefined) return key.secretKey;
  const links = [date.slice(0, 8), key.scope.region, key.scope.service, 'sdk_request'];
  return links.reduce<string | Buffer>((derived, link) => hmac(derived, link), `SDK${key.secretKey}`);
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

function compareCodeUnits(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

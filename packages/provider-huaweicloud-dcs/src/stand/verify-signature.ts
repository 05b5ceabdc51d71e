import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  decodePercent,
  decodeQuery,
  encodeRfc3986,
  headerOf,
  pathOf,
  rawQueryOf,
  type SignedRequest,
} from '@waybill/stand-kit';

export type SignatureCheck =
  | { readonly isValid: true; readonly accessKey: string; readonly time: string }
  | { readonly isValid: false; readonly accessKey: string | null; readonly message: string };

export interface AccessKey {
  readonly accessKey: string;
  readonly secretKey: string;
}

const HEADER = /^SDK-HMAC-SHA256 (Access|Credential)=([^,]+), ?SignedHeaders=([^,]*), ?Signature=([0-9a-f]+)$/;
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/**
 * Checks SDK-HMAC-SHA256, unscoped (`Access=`) or with the older credential scope (`Credential=`).
 * Source: Huawei Cloud API Request Signing Guide; the scoped form is what Open Telekom Cloud's Go client sends.
 */
export function verifySignature(request: SignedRequest, key: AccessKey): SignatureCheck {
  const [, form, credential, signedHeaders, signature] = HEADER.exec(headerOf(request, 'authorization') ?? '') ?? [];
  if (form === undefined || credential === undefined || signedHeaders === undefined || signature === undefined) {
    return refused(null, 'Authorization format incorrect');
  }
  const [accessKey = '', ...scope] = form === 'Access' ? [credential] : credential.split('/');
  const time = headerOf(request, 'x-sdk-date');
  if (time === null) return refused(accessKey, 'x-sdk-date not found');
  if (!signedHeaders.split(';').includes('x-sdk-date')) return refused(accessKey, 'x-sdk-date is not signed');
  if (accessKey !== key.accessKey) return refused(accessKey, `access key ${accessKey} does not exist`);
  if (form === 'Credential' && !isScope(scope, time)) return refused(accessKey, 'credential scope incorrect');

  const hashes = payloadHashes(request, form === 'Credential');
  if (hashes === null) return refused(accessKey, 'x-sdk-content-sha256 does not match the body');
  for (const payloadHash of hashes) {
    const canonical = canonicalRequest(request, signedHeaders, payloadHash);
    if (isEqual(sign(canonical, { time, scope, secretKey: key.secretKey }), signature)) {
      return { isValid: true, accessKey, time };
    }
  }
  const canonical = canonicalRequest(request, signedHeaders, hashes[0] ?? '');
  // The gateway shows its canonical request with a bar for each new line, which is how callers find their mistake.
  return refused(accessKey, `verify aksk signature fail, canonicalRequest:${canonical.replaceAll('\n', '|')}`);
}

/** The canonical request that a caller must have signed; header names come from the Authorization header. */
export function canonicalRequest(request: SignedRequest, signedHeaders: string, payloadHash: string): string {
  const canonicalHeaders = signedHeaders
    .split(';')
    .map((name) => `${name}:${(request.headers.get(name)?.[0] ?? '').trim()}\n`)
    .join('');
  return [
    request.method,
    canonicalUri(request.target),
    canonicalQuery(request.target),
    canonicalHeaders,
    signedHeaders,
    payloadHash,
  ].join('\n');
}

/** The canonical path always ends in a slash, whatever the wire has. */
function canonicalUri(target: string): string {
  const segments = pathOf(target)
    .split('/')
    .map((segment) => encodeRfc3986(decodePercent(segment)));
  const path = segments.join('/');
  return path.endsWith('/') ? path : `${path}/`;
}

function canonicalQuery(target: string): string {
  return decodeQuery(target)
    .toSorted((left, right) => compareText(left[0], right[0]) || compareText(left[1], right[1]))
    .map(([name, value]) => `${encodeRfc3986(name)}=${encodeRfc3986(value)}`)
    .join('&');
}

/** Null when the caller declares a hash that is not the body's. */
function payloadHashes(request: SignedRequest, isScoped: boolean): readonly string[] | null {
  const bodyHash = hashHex(request.body);
  const declared = headerOf(request, 'x-sdk-content-sha256');
  if (declared !== null) return declared === bodyHash || declared === UNSIGNED_PAYLOAD ? [declared] : null;
  // The scoped Go client hashes the query string of a POST that has no body.
  const isEmptyPost = request.method === 'POST' && request.body.length === 0;
  return isScoped && isEmptyPost ? [bodyHash, hashHex(rawQueryOf(request.target))] : [bodyHash];
}

function isScope(scope: readonly string[], time: string): boolean {
  return scope.length === 4 && scope[0] === time.slice(0, 8) && scope[3] === 'sdk_request';
}

function sign(canonical: string, by: { time: string; scope: readonly string[]; secretKey: string }): string {
  const lines = ['SDK-HMAC-SHA256', by.time];
  if (by.scope.length > 0) lines.push(by.scope.join('/'));
  const stringToSign = [...lines, hashHex(canonical)].join('\n');
  return createHmac('sha256', signingKey(by.secretKey, by.scope)).update(stringToSign).digest('hex');
}

/** Unscoped: the secret key itself. Scoped: one derivation per part of the scope. */
function signingKey(secretKey: string, scope: readonly string[]): string | Buffer {
  if (scope.length === 0) return secretKey;
  return scope.reduce<string | Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    `SDK${secretKey}`,
  );
}

function refused(accessKey: string | null, message: string): SignatureCheck {
  return { isValid: false, accessKey, message };
}

function hashHex(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function isEqual(left: string, right: string): boolean {
  const [leftBytes, rightBytes] = [Buffer.from(left), Buffer.from(right)];
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes);
}

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { decodeQuery, encodeRfc3986, headerOf, pathOf, type SignedRequest } from '@waybill/stand-kit';

/** A request whose signature matched, or what is wrong with it in the gateway's words. */
export type SignatureCheck =
  | { readonly isValid: true; readonly accessKeyId: string; readonly nonce: string; readonly time: string }
  | { readonly isValid: false; readonly status: number; readonly code: string; readonly message: string };

export interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/**
 * Checks either of the two signature styles. Time, nonce and security token are the gateway's business.
 * Source: Alibaba Cloud signature V3 (ACS3-HMAC-SHA256) and the ROA style of HMAC-SHA1.
 */
export function verifySignature(request: SignedRequest, key: AccessKey): SignatureCheck {
  const authorization = headerOf(request, 'authorization');
  if (authorization === null)
    return refused(400, 'IncompleteSignature', 'The request carries no Authorization header.');
  if (authorization.startsWith('ACS3-HMAC-SHA256 ')) return verifyAcs3(request, authorization, key);
  if (authorization.startsWith('acs ')) return verifyHmacSha1(request, authorization, key);
  return refused(400, 'IncompleteSignature', 'The Authorization header names no supported signature algorithm.');
}

const ACS3_HEADER = /^ACS3-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]*),\s*Signature=([0-9a-f]+)$/;

function verifyAcs3(request: SignedRequest, authorization: string, key: AccessKey): SignatureCheck {
  const [, accessKeyId, signedHeaders, signature] = ACS3_HEADER.exec(authorization) ?? [];
  if (accessKeyId === undefined || signedHeaders === undefined || signature === undefined) {
    return refused(
      400,
      'IncompleteSignature',
      'The Authorization header lacks Credential, SignedHeaders or Signature.',
    );
  }
  if (accessKeyId !== key.accessKeyId) return unknownKey();
  const unsigned = requiredHeaders(request).filter((name) => !signedHeaders.split(';').includes(name));
  if (unsigned.length > 0) return refused(400, 'IncompleteSignature', `Headers not signed: ${unsigned.join(', ')}.`);
  const payloadHash = hashHex(request.body);
  if (headerOf(request, 'x-acs-content-sha256') !== payloadHash) return mismatch('x-acs-content-sha256', payloadHash);
  const stringToSign = `ACS3-HMAC-SHA256\n${hashHex(acs3CanonicalRequest(request, signedHeaders, payloadHash))}`;
  const expected = createHmac('sha256', key.accessKeySecret).update(stringToSign).digest('hex');
  if (!isEqual(expected, signature)) return mismatch('server string to sign', stringToSign);
  return accepted(request, accessKeyId, headerOf(request, 'x-acs-date'));
}

/** The canonical request that a caller must have signed. */
export function acs3CanonicalRequest(request: SignedRequest, signedHeaders: string, payloadHash: string): string {
  const canonicalHeaders = signedHeaders
    .split(';')
    .map((name) => `${name}:${joinedValues(request, name)}\n`)
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

/** Everything that the specification wants signed and that the request has. */
function requiredHeaders(request: SignedRequest): readonly string[] {
  const always = [
    'host',
    'x-acs-action',
    'x-acs-content-sha256',
    'x-acs-date',
    'x-acs-signature-nonce',
    'x-acs-version',
  ];
  const present = [...request.headers.keys()].filter((name) => name.startsWith('x-acs-') || name === 'content-type');
  return [...new Set([...always, ...present])];
}

function joinedValues(request: SignedRequest, name: string): string {
  return (request.headers.get(name) ?? [])
    .map((value) => value.trim())
    .toSorted()
    .join(',');
}

function canonicalUri(target: string): string {
  return pathOf(target).replaceAll('+', '%20').replaceAll('*', '%2A').replaceAll('%7E', '~');
}

/** Decoded and encoded again, because callers may leave `!()*'` bare on the wire and sign them encoded. */
function canonicalQuery(target: string): string {
  return sortedQuery(target)
    .map(([name, value]) => `${encodeRfc3986(name)}=${encodeRfc3986(value)}`)
    .join('&');
}

function sortedQuery(target: string): readonly (readonly [string, string])[] {
  return decodeQuery(target).toSorted(([left], [right]) => (left < right ? -1 : Number(left > right)));
}

function verifyHmacSha1(request: SignedRequest, authorization: string, key: AccessKey): SignatureCheck {
  const [accessKeyId, signature] = splitOnce(authorization.slice('acs '.length).trim(), ':');
  if (accessKeyId !== key.accessKeyId) return unknownKey();
  const contentMd5 = headerOf(request, 'content-md5');
  const bodyMd5 = createHash('md5').update(request.body).digest('base64');
  if (contentMd5 !== null && contentMd5 !== bodyMd5) return mismatch('content-md5', bodyMd5);
  const stringToSign = hmacSha1StringToSign(request);
  const expected = createHmac('sha1', key.accessKeySecret).update(stringToSign).digest('base64');
  if (!isEqual(expected, signature)) return mismatch('server string to sign', stringToSign);
  return accepted(request, accessKeyId, headerOf(request, 'date'));
}

/** The text that a caller of the older style must have signed. It covers the body only through content-md5. */
export function hmacSha1StringToSign(request: SignedRequest): string {
  const lines = ['accept', 'content-md5', 'content-type', 'date'].map((name) => headerOf(request, name) ?? '');
  const canonicalHeaders = [...request.headers.entries()]
    .filter(([name]) => name.startsWith('x-acs-'))
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, values]) => `${name}:${(values[0] ?? '').replaceAll(/[\t\n\r\f]/g, ' ').trim()}\n`)
    .join('');
  const query = sortedQuery(request.target).map(([name, value]) => `${name}=${value}`);
  const resource = query.length === 0 ? pathOf(request.target) : `${pathOf(request.target)}?${query.join('&')}`;
  return `${[request.method, ...lines].join('\n')}\n${canonicalHeaders}${resource}`;
}

function accepted(request: SignedRequest, accessKeyId: string, time: string | null): SignatureCheck {
  return { isValid: true, accessKeyId, nonce: headerOf(request, 'x-acs-signature-nonce') ?? '', time: time ?? '' };
}

function refused(status: number, code: string, message: string): SignatureCheck {
  return { isValid: false, status, code, message };
}

function unknownKey(): SignatureCheck {
  return refused(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
}

function mismatch(what: string, ours: string): SignatureCheck {
  return refused(
    400,
    'SignatureDoesNotMatch',
    `Specified signature is not matched with our calculation. ${what} is: ${ours}`,
  );
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function hashHex(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function isEqual(left: string, right: string): boolean {
  const [leftBytes, rightBytes] = [Buffer.from(left), Buffer.from(right)];
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes);
}

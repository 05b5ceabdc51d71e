import { createHmac } from 'node:crypto';
import { type SigningRequest, securityTokenHeaders, sortedEntries } from './signing-request.ts';

/**
 * All headers of the request, signed in the older HMAC-SHA1 style. The body is covered only by a `content-md5` header
 * among `request.headers`.
 *
 * Source: Alibaba Cloud, "Request syntax and signature method V2" (ROA style).
 */
export function signHmacSha1(request: SigningRequest): Readonly<Record<string, string>> {
  const headers: Readonly<Record<string, string>> = {
    ...request.headers,
    date: new Date(request.dateMs).toUTCString(),
    'x-acs-signature-nonce': request.nonce,
    'x-acs-signature-method': 'HMAC-SHA1',
    'x-acs-signature-version': '1.0',
    ...securityTokenHeaders(request.credentials),
  };
  const stringToSign = [
    request.method,
    headers['accept'] ?? '',
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    headers['date'] ?? '',
    canonicalHeaders(headers) + canonicalResource(request),
  ].join('\n');
  const { accessKeyId, accessKeySecret } = request.credentials;
  const signature = createHmac('sha1', accessKeySecret).update(stringToSign).digest('base64');
  return { ...headers, authorization: `acs ${accessKeyId}:${signature}` };
}

function canonicalHeaders(headers: Readonly<Record<string, string>>): string {
  return sortedEntries(headers)
    .filter(([name]) => name.startsWith('x-acs-'))
    .map(([name, value]) => `${name}:${value.replace(/[\t\n\r\f]/g, ' ').trim()}\n`)
    .join('');
}

/** Query values stand here decoded, unlike on the wire. */
function canonicalResource({ path, query }: SigningRequest): string {
  const pairs = sortedEntries(query).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

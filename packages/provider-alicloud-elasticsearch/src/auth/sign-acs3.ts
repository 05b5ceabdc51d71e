import { createHmac, hash } from 'node:crypto';
import { percentEncode } from '@waybill/provider-kit';
import { type SigningRequest, securityTokenHeaders, sortedEntries } from './signing-request.ts';

const ALGORITHM = 'ACS3-HMAC-SHA256';

/**
 * All headers of the request, signed in the ACS3-HMAC-SHA256 style.
 *
 * Source: Alibaba Cloud, "Request syntax and signature method V3" (ROA style).
 */
export function signAcs3(request: SigningRequest): Readonly<Record<string, string>> {
  const payloadHash = sha256(request.body ?? '');
  const headers = {
    ...request.headers,
    'x-acs-date': isoSeconds(request.dateMs),
    'x-acs-signature-nonce': request.nonce,
    'x-acs-content-sha256': payloadHash,
    ...securityTokenHeaders(request.credentials),
  };
  const signed = sortedEntries(headers).filter(([name]) => isSigned(name));
  const signedNames = signed.map(([name]) => name).join(';');
  const canonicalRequest = [
    request.method,
    request.path,
    canonicalQuery(request.query),
    signed.map(([name, value]) => `${name}:${value.trim()}\n`).join(''),
    signedNames,
    payloadHash,
  ].join('\n');
  const { accessKeyId, accessKeySecret } = request.credentials;
  const stringToSign = `${ALGORITHM}\n${sha256(canonicalRequest)}`;
  const signature = createHmac('sha256', accessKeySecret).update(stringToSign).digest('hex');
  const authorization = `${ALGORITHM} Credential=${accessKeyId},SignedHeaders=${signedNames},Signature=${signature}`;
  return { ...headers, authorization };
}

function isSigned(name: string): boolean {
  return name.startsWith('x-acs-') || name === 'host' || name === 'content-type';
}

function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return sortedEntries(query)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
}

function isoSeconds(dateMs: number): string {
  return new Date(dateMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

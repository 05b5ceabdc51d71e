import { defined } from '@waybill/core';
import { type Authenticator, type CredentialSource, createAuthenticator, type ServerTime } from '@waybill/provider-kit';
import type { KeyCredentials } from './resolve-credentials.ts';
import { formatSdkDate } from './sdk-date.ts';
import { type SigningKey, signSdkHmacSha256 } from './sign-sdk-hmac-sha256.ts';

/**
 * Signs each request with an access key. The signed headers are those of the vendor's Node.js and Python SDKs:
 * content-type, host, x-project-id, x-sdk-date and, with temporary keys, x-security-token.
 */
export function createKeyAuthenticator(options: {
  readonly source: CredentialSource<KeyCredentials>;
  readonly time: ServerTime;
  readonly signing: 'unscoped' | 'scoped';
  /** Undefined for calls to IAM before the project is known. */
  readonly projectId: string | undefined;
}): Authenticator {
  const { source, time, signing, projectId } = options;
  const stamp = stampSeconds(time);
  return createAuthenticator({
    source,
    time,
    sign(request, credentials) {
      const key: SigningKey = {
        accessKey: credentials.accessKey,
        secretKey: credentials.secretKey,
        ...(signing === 'scoped' ? { scope: { region: '', service: '' } } : {}),
      };
      const sent = {
        'content-type': 'application/json',
        ...defined({ 'x-project-id': projectId }),
        'x-sdk-date': stamp(),
        ...defined({ 'x-security-token': credentials.securityToken }),
      };
      const { authorization } = signSdkHmacSha256(
        {
          method: request.method,
          path: request.path,
          query: Object.entries(request.query),
          headers: { ...sent, host: hostOf(request.endpoint) },
          body: request.body ?? '',
        },
        key,
      );
      return { ...sent, authorization };
    },
  });
}

/** The time as the signature wants it, written out once for all calls of a second. */
function stampSeconds(time: ServerTime): () => string {
  let last = { second: Number.NaN, text: '' };
  return () => {
    const now = time.now();
    const second = Math.floor(now / 1_000);
    if (second !== last.second) last = { second, text: formatSdkDate(now) };
    return last.text;
  };
}

/** Scheme, host and port, as a configuration says them: what stands behind the scheme. */
function hostOf(endpoint: string): string {
  return endpoint.slice(endpoint.indexOf('//') + 2);
}

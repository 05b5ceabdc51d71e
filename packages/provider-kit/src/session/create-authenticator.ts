import { defined, type ProviderError } from '@waybill/core';
import type { CredentialSource } from '../auth/credential-source.ts';
import type { Authenticator, SignedHeaders, UnsignedRequest } from './authenticator.ts';
import type { ServerTime } from './server-time.ts';

/** An authenticator whose credentials come from a source, and are read again from it once they are refused. */
export function createAuthenticator<Credentials>(options: {
  readonly source: CredentialSource<Credentials>;
  readonly sign: (request: UnsignedRequest, credentials: Credentials) => SignedHeaders;
  /** This machine's time, corrected where the server has refused it; absent where the headers carry none. */
  readonly time?: ServerTime;
  /**
   * Whether newer credentials may cure a refusal.
   *
   * @default they may cure each
   */
  readonly isCurable?: (refusal: ProviderError) => boolean;
}): Authenticator {
  const { source, sign, time, isCurable = () => true } = options;
  /** Which credentials made some headers, so that a refusal of old ones does not count against new ones. */
  const used = new WeakMap<SignedHeaders, Credentials>();
  return {
    async headers(request) {
      const credentials = await source.get();
      const headers = sign(request, credentials);
      used.set(headers, credentials);
      return headers;
    },
    async renew(refused, refusal) {
      const credentials = used.get(refused);
      if (credentials === undefined || !isCurable(refusal)) return { kind: 'none' };
      return (await source.replace(credentials)) ? { kind: 'replaced' } : { kind: 'none', fault: source.fault };
    },
    ...defined({ time }),
    get endAtMs() {
      return source.endAtMs;
    },
    get isRenewable() {
      return source.isRenewable;
    },
    get secrets() {
      return source.secrets;
    },
  };
}

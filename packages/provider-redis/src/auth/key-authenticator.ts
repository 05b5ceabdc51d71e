import { defined } from '@waybill/core';
import { type Authenticator, type CredentialSource, createAuthenticator } from '@waybill/provider-kit';
import { authorizationOf, type Credentials } from './resolve-credentials.ts';

/** Logs in with user and password. `isSentinel`: at the Sentinels, which have a password of their own. */
export function createKeyAuthenticator(source: CredentialSource<Credentials>, isSentinel = false): Authenticator {
  return createAuthenticator({
    source,
    sign: (_request, credentials) => {
      const login = isSentinel ? { username: undefined, password: credentials.sentinelPassword } : credentials;
      return { 'content-type': 'application/json', ...defined({ authorization: authorizationOf(login) }) };
    },
  });
}

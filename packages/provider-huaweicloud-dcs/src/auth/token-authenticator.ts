import type { CredentialSource } from '@waybill/core';
import type { Authenticator } from './authenticator.ts';
import type { TokenCredentials } from './resolve-credentials.ts';
import type { TokenSource } from './token-source.ts';

/** Sends a token that IAM issued for a user, and asks for another one when the server refuses it. */
export function createTokenAuthenticator(source: TokenSource, password: string): Authenticator {
  return {
    async headers() {
      const { token } = await source.get();
      return { 'content-type': 'application/json', 'x-auth-token': token };
    },
    async renew(refused) {
      source.drop(refused['x-auth-token']);
      return 'reissued';
    },
    get secrets() {
      return [password, ...source.secrets];
    },
  };
}

/** Sends a token that was given: it can only be read again from where it was found. */
export function createGivenTokenAuthenticator(source: CredentialSource<TokenCredentials>): Authenticator {
  return {
    async headers() {
      const { token } = await source.get();
      return { 'content-type': 'application/json', 'x-auth-token': token };
    },
    async renew(refused) {
      const token = refused['x-auth-token'] ?? '';
      return (await source.replace({ kind: 'token', token })) ? 'replaced' : 'no';
    },
    get fault() {
      return source.fault;
    },
    get secrets() {
      return source.secrets;
    },
  };
}

import type { Authenticator } from './authenticator.ts';
import type { TokenSource } from './token-source.ts';

/** Sends a token that IAM issued for a user, and asks for another one when the server refuses it. */
export function createTokenAuthenticator(source: TokenSource, password: string): Authenticator {
  return {
    async headers() {
      const { token } = await source.get();
      return { 'content-type': 'application/json', 'x-auth-token': token };
    },
    renew(refused) {
      source.drop(refused['x-auth-token']);
      return true;
    },
    get secrets() {
      return [password, ...source.secrets];
    },
  };
}

/** Sends a token that was given and cannot be renewed. */
export function createFixedTokenAuthenticator(token: string): Authenticator {
  return {
    headers: async () => ({ 'content-type': 'application/json', 'x-auth-token': token }),
    renew: () => false,
    secrets: [token],
  };
}

import { type Authenticator, type CredentialSource, createAuthenticator } from '@waybill/provider-kit';
import { isTokenRefused } from '../answer/classify-error.ts';
import type { TokenCredentials } from './resolve-credentials.ts';
import type { TokenSource } from './token-source.ts';

/** Sends a token that IAM issued for a user, and asks for another one when the server refuses it. */
export function createTokenAuthenticator(source: TokenSource, password: string): Authenticator {
  return {
    async headers() {
      return headersOf(await source.get());
    },
    async renew(refused, refusal) {
      if (!isTokenRefused(refusal)) return { kind: 'none' };
      source.drop(refused['x-auth-token']);
      return { kind: 'issued' };
    },
    get secrets() {
      return [password, ...source.secrets];
    },
  };
}

/** Sends a token that was given: it can only be read again from where it was found. */
export function createGivenTokenAuthenticator(source: CredentialSource<TokenCredentials>): Authenticator {
  return createAuthenticator({ source, sign: (_request, given) => headersOf(given), isCurable: isTokenRefused });
}

function headersOf({ token }: { readonly token: string }): Readonly<Record<string, string>> {
  return { 'content-type': 'application/json', 'x-auth-token': token };
}

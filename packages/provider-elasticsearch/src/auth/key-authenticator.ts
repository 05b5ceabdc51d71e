import { defined } from '@waybill/core';
import { type Authenticator, type CredentialSource, createAuthenticator } from '@waybill/provider-kit';
import { BULK } from '../session/document-calls.ts';
import { VERSION } from '../version.ts';
import { authorizationOf, type Credentials } from './resolve-credentials.ts';

/** Sends user name and password, or the API key, with each request. */
export function createKeyAuthenticator(options: {
  readonly source: CredentialSource<Credentials>;
  /** For a proxy in front of the cluster. */
  readonly headers: Readonly<Record<string, string>>;
}): Authenticator {
  return createAuthenticator({
    source: options.source,
    sign: ({ endpoint, body, operation }, credentials) => ({
      ...options.headers,
      host: new URL(endpoint).host,
      accept: 'application/json',
      'user-agent': `waybill/${VERSION}`,
      ...defined({
        authorization: authorizationOf(credentials),
        'content-type': body === undefined ? undefined : contentTypeOf(operation),
      }),
    }),
  });
}

function contentTypeOf(operation: string): string {
  return operation === BULK ? 'application/x-ndjson' : 'application/json';
}

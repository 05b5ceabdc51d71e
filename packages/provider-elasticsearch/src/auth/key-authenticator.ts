import { defined } from '@waybill/core';
import {
  type Authenticator,
  type CredentialSource,
  createAuthenticator,
  type UnsignedRequest,
} from '@waybill/provider-kit';
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
    sign: (request, credentials) => ({
      ...options.headers,
      host: new URL(request.endpoint).host,
      accept: 'application/json',
      'user-agent': `waybill/${VERSION}`,
      ...defined({
        authorization: authorizationOf(credentials),
        'content-type': contentTypeOf(request),
      }),
    }),
  });
}

/** The body of a bulk is left alone: it may be bytes, which would become a text. */
function contentTypeOf(request: UnsignedRequest): string | undefined {
  if (request.operation === BULK) return 'application/x-ndjson';
  return request.body === undefined ? undefined : 'application/json';
}

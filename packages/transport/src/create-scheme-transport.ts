import type { Transport } from '@waybill/core';
import { createUndiciTransport } from './create-undici-transport.ts';
import type { TransportOptions } from './transport-options.ts';

/** What carries requests that are not HTTP. */
export interface RequestProtocol {
  /** Of the URLs of its requests: in small letters, without the colon. */
  readonly schemes: readonly string[];
  /** Connects to nothing before the first request. Disposing closes every connection. */
  open(options: TransportOptions): Transport & AsyncDisposable;
}

/** What reaches every system by the scheme of a request's URL: by the protocol that has the scheme, and else over HTTP. */
export function createSchemeTransport(
  protocols: readonly RequestProtocol[],
  options: TransportOptions = {},
): Transport & AsyncDisposable {
  const http = createUndiciTransport(options);
  const others = protocols.map((one) => ({ schemes: one.schemes, transport: one.open(options) }));
  const byScheme = new Map(others.flatMap(({ schemes, transport }) => schemes.map((scheme) => [scheme, transport])));
  return {
    asksMayStart: true,
    send: (request, sending) => (byScheme.get(schemeOf(request.url)) ?? http).send(request, sending),
    async [Symbol.asyncDispose]() {
      await Promise.all([http, ...others.map(({ transport }) => transport)].map((each) => each[Symbol.asyncDispose]()));
    },
  };
}

function schemeOf(url: string): string {
  return url.slice(0, Math.max(url.indexOf(':'), 0)).toLowerCase();
}

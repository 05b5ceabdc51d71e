import type { Transport } from '@waybill/core';
import { createUndiciTransport } from './create-undici-transport.ts';
import { createRedisTransport, isRedisUrl } from './redis-transport.ts';
import type { TransportOptions } from './transport-options.ts';

/** What reaches every system that Waybill knows: by the scheme of a request's URL, over HTTP or as commands of Redis. */
export function createHostTransport(options: TransportOptions = {}): Transport & AsyncDisposable {
  const http = createUndiciTransport(options);
  const redis = createRedisTransport(options);
  return {
    asksMayStart: true,
    send: (request, sending) => (isRedisUrl(request.url) ? redis : http).send(request, sending),
    async [Symbol.asyncDispose]() {
      await Promise.all([http[Symbol.asyncDispose](), redis[Symbol.asyncDispose]()]);
    },
  };
}

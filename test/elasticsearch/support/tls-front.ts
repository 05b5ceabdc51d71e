import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { LOCAL } from '../../../packages/transport/src/testing/certificates.ts';

/** A proxy before a cluster that speaks TLS, with a certificate that Node does not trust by itself. */
export async function startTlsFront(url: string): Promise<AsyncDisposable & { readonly url: string }> {
  const { hostname, port } = new URL(url);
  const server = createServer(LOCAL, (incoming, answer) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const passed = request({ hostname, port, method, path, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * An identity service that issues `first`, and `renewed` from then on; and a DCS for which `first` has expired and which
 * refuses every other call, repeating the token that it was sent.
 */
export async function startTokenEcho({ first, renewed }: { first: string; renewed: string }): Promise<string> {
  let next = first;
  const server = createServer((request, response) => {
    request.resume();
    const token = request.headers['x-auth-token'];
    if (request.url?.startsWith('/v3/auth/tokens')) {
      response.setHeader('x-subject-token', next);
      next = renewed;
      answer(response, 201, { token: {} });
    } else if (token === first) answer(response, 401, { error_code: 'DCS.1002', error_msg: `${token} has expired.` });
    else answer(response, 400, { error_code: 'DCS.4922', error_msg: `The token ${String(token)} is of no use here.` });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

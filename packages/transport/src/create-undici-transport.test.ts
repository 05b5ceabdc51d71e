import { getEventListeners } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { type HttpRequest, type HttpResponse, TransportError } from '@waybill/core';
import { afterEach, describe, expect, test } from 'vitest';
import { createUndiciTransport } from './create-undici-transport.ts';
import type { TimedRequest } from './timed-request.ts';
import type { TransportOptions } from './transport-options.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

describe('an exchange that ends in an answer', () => {
  test('gives status, lower-case headers and the body as text', async () => {
    const url = await serve((request, response) => {
      response.writeHead(418, { 'X-Acs-Request-Id': 'r-1', 'Set-Cookie': ['a=1', 'b=2'] });
      response.end(`${String(request.method)} ${String(request.url)} ${String(request.headers['x-sent'])} 标题`);
    });
    const response = await send({ method: 'GET', url: `${url}/a/b?c=d%20e`, headers: { 'x-sent': 'yes' } });
    expect(response.status).toBe(418);
    expect(response.body).toBe('GET /a/b?c=d%20e yes 标题');
    expect(response.headers).toMatchObject({ 'x-acs-request-id': 'r-1', 'set-cookie': 'a=1, b=2' });
  });

  test('sends the body with its length in bytes, and the host header it was given', async () => {
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => response.end(JSON.stringify({ body, headers: request.headers })));
    });
    const headers = { host: new URL(url).host, 'content-type': 'application/json' };
    const response = await send({ method: 'POST', url, headers, body: '{"标题":1}' });
    const seen = JSON.parse(response.body) as { body: string; headers: Record<string, string> };
    expect(seen.body).toBe('{"标题":1}');
    expect(seen.headers).toMatchObject({ host: new URL(url).host, 'content-length': '12' });
    expect(seen.headers['transfer-encoding']).toBeUndefined();
  });

  test.each(['HEAD', 'PATCH'] as const)('sends %s, and reads what answers it', async (method) => {
    const url = await serve((request, response) => {
      response.setHeader('x-method', String(request.method));
      response.setHeader('content-length', '4');
      response.end('done');
    });
    const response = await send({ method, url, headers: {} });
    expect(response).toMatchObject({ status: 200, body: method === 'HEAD' ? '' : 'done' });
    expect(response.headers).toMatchObject({ 'x-method': method, 'content-length': '4' });
  });

  test('gives each answer whole, whatever its size and however many come at once', async () => {
    const url = await serve((request, response) => {
      const characters = Number(request.headers['x-characters']);
      response.end(`${characters}:${'标题'.repeat(characters / 2)}`);
    });
    const transport = open();
    const sizes = [2, 1_000_000, 100, 4_000_000, 0, 30_000, 2];
    const answers = await Promise.all(
      sizes.map((size) =>
        transport.send({ method: 'GET', url, headers: { 'x-characters': `${size}` } }, { signal: never() }),
      ),
    );
    for (const [index, size] of sizes.entries())
      expect(answers[index]?.body === `${size}:${'标题'.repeat(size / 2)}`, `${size} characters`).toBe(true);
  });

  test('sends each body whole, whatever its size, however many go at once and whatever went before', async () => {
    const url = await serve((request, response) => void request.pipe(response));
    const transport = open();
    const sizes = [120_000, 1_000_000, 4, 2_000_000, 0, 500_000, 120_000, 3_000_000];
    for (let round = 0; round < 3; round += 1) {
      const bodies = sizes.map((size, index) => `${round}.${index}${'标é'.repeat(size / 2)}`);
      const answers = await Promise.all(
        bodies.map((body) => transport.send({ method: 'POST', url, headers: {}, body }, { signal: never() })),
      );
      for (const [index, body] of bodies.entries())
        expect(answers[index]?.body === body, `${sizes[index]} characters in round ${round}`).toBe(true);
    }
  });

  test('sends bytes as they are, reads no text of them, and leaves their memory to who gave them', async () => {
    const url = await serve((request, response) => void request.pipe(response));
    const transport = open();
    const bytes = Buffer.from('标é'.repeat(100_000));
    const sent = bytes.toString('utf8');
    const request: TimedRequest = {
      method: 'POST',
      url,
      headers: {},
      bytes,
      get body(): string {
        throw new Error('nobody needs it');
      },
    };
    for (let round = 0; round < 3; round += 1) {
      expect((await transport.send(request, { signal: never() })).body === sent).toBe(true);
      const text = `${round}`.repeat(bytes.length);
      const other = transport.send({ method: 'POST', url, headers: {}, body: text }, { signal: never() });
      expect((await other).body === text).toBe(true);
      expect(bytes.toString('utf8') === sent).toBe(true);
    }
  });

  test('lets nothing of a later body into one that was refused before all of it was sent', async () => {
    const size = 7_000_000;
    const received: string[] = [];
    let refused: Socket | undefined;
    let ofLater = 0;
    const server = createTcpServer((socket) => {
      const at = received.push('') - 1;
      socket.setEncoding('latin1').on('error', () => {});
      socket.on('data', (text: string) => {
        received[at] += text;
        ofLater += text.split('2').length - 1;
        if (refused === undefined) {
          refused = socket.pause();
          socket.write('HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n');
        } else if (ofLater >= size) {
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
        }
      });
    });
    const url = `http://127.0.0.1:${await listen(server)}`;
    cleanups.push(() => closeServer(server));
    const transport = open();
    const post = (body: string) => transport.send({ method: 'POST', url, headers: {}, body }, { signal: never() });
    expect((await post('1'.repeat(size))).status).toBe(429);
    const later = post('2'.repeat(size));
    await setImmediate();
    refused?.resume();
    expect((await later).status).toBe(200);
    const [, first = ''] = (received[0] ?? '').split('\r\n\r\n', 2);
    expect(first.slice(0, size).includes('2')).toBe(false);
  });

  test('does not follow a redirect', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: '/elsewhere' });
      response.end('moved');
    });
    expect(await send({ method: 'GET', url, headers: {} })).toMatchObject({ status: 302, body: 'moved' });
  });

  test('uses one connection for requests that follow each other', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    const transport = open();
    for (let count = 0; count < 3; count += 1) {
      await transport.send(get(url), { signal: never() });
      await setImmediate();
    }
    expect(ports.size).toBe(1);
  });

  test('opens no more connections than allowed, and serves the rest later', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('ok');
    });
    const transport = open({ maxConnectionsPerOrigin: 2 });
    const responses = await Promise.all(
      Array.from({ length: 10 }, () => transport.send(get(url), { signal: never() })),
    );
    expect(responses.map((response) => response.body)).toEqual(Array.from({ length: 10 }, () => 'ok'));
    expect(ports.size).toBe(2);
  });
});

describe('an exchange that was certainly not sent', () => {
  test('connection refused', async () => {
    const error = await failure(get(`http://127.0.0.1:${String(await unusedPort())}/`));
    expect(error).toMatchObject({ wasSent: false, reason: 'ECONNREFUSED' });
  });

  test('name not resolved', async () => {
    const error = await failure(get('http://no-such-host.invalid/'));
    expect(error.wasSent).toBe(false);
    expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(error.reason);
  });

  test('TLS handshake with a server that does not speak TLS', async () => {
    const url = await serve((_request, response) => response.end());
    const error = await failure(get(url.replace('http:', 'https:')));
    expect(error.wasSent).toBe(false);
  });

  test('a header that no request can carry', async () => {
    const url = await serve((_request, response) => response.end());
    const error = await failure({ method: 'GET', url, headers: { 'bad header': 'x' } });
    expect(error).toMatchObject({ wasSent: false, reason: 'UND_ERR_INVALID_ARG' });
  });
});

describe('an exchange that may have had its effect', () => {
  test('reset before the answer, on a new connection: sent once', async () => {
    const seen = { count: 0 };
    const url = await serve((request) => {
      seen.count += 1;
      request.socket.destroy();
    });
    const error = await failure(get(url));
    expect(error.wasSent).toBe(true);
    expect(seen.count).toBe(1);
  });

  test('reset on a kept-alive connection: sent once and not repeated', async () => {
    const paths: string[] = [];
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      paths.push(String(request.url));
      ports.add(request.socket.remotePort);
      if (request.url === '/second') request.socket.resetAndDestroy();
      else response.end();
    });
    const transport = open();
    await transport.send(get(`${url}/first`), { signal: never() });
    await setImmediate();
    const error = await transport.send(get(`${url}/second`), { signal: never() }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ wasSent: true });
    expect(paths).toEqual(['/first', '/second']);
    expect(ports.size).toBe(1);
  });

  test('reset within the body', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"Result":', () => response.destroy());
    });
    expect(await failure(get(url))).toMatchObject({ wasSent: true });
  });

  test('headers that do not come', async () => {
    const url = await serve(() => undefined);
    const error = await failure(get(url), { headersTimeoutMs: 50 });
    expect(error).toMatchObject({ wasSent: true, reason: 'UND_ERR_HEADERS_TIMEOUT' });
  });

  test('a body that stalls', async () => {
    const url = await serve((_request, response) => {
      response.write('{');
    });
    const error = await failure(get(url), { bodyTimeoutMs: 50 });
    expect(error).toMatchObject({ wasSent: true, reason: 'UND_ERR_BODY_TIMEOUT' });
  });

  test('an answer that drips without end', async () => {
    const url = await serve((_request, response) => {
      const drip = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(drip));
    });
    const error = await failure(get(url), { exchangeTimeoutMs: 60 });
    expect(error).toMatchObject({ wasSent: true, reason: 'EXCHANGE_TIMEOUT' });
  });

  test('no answer within the request’s own time-out', async () => {
    const url = await serve(() => undefined);
    const request: TimedRequest = { ...get(url), timeouts: { responseMs: 60 } };
    expect(await failure(request)).toMatchObject({ wasSent: true, reason: 'EXCHANGE_TIMEOUT' });
  });

  test('a request’s own time-out can be longer than the transport’s', async () => {
    const url = await serve((_request, response) => {
      setTimeout(() => response.end('late'), 80);
    });
    const request: TimedRequest = { ...get(url), timeouts: { connectMs: 1_000, responseMs: 20_000 } };
    const transport = open({ exchangeTimeoutMs: 20 });
    expect(await transport.send(request, { signal: never() })).toMatchObject({ body: 'late' });
    expect(await failure(get(url), { exchangeTimeoutMs: 20 })).toMatchObject({ reason: 'EXCHANGE_TIMEOUT' });
  });

  test('a body over the limit, without reading it to the end', async () => {
    const url = await serve((_request, response) => response.end('x'.repeat(4_000_000)));
    const error = await failure(get(url), { maxResponseBytes: 1_000 });
    expect(error).toMatchObject({ wasSent: true, reason: 'RESPONSE_TOO_LARGE' });
    expect(error.message).toContain('1000 bytes');
  });

  test('a body of exactly the limit is no error', async () => {
    const url = await serve((_request, response) => response.end('x'.repeat(1_000)));
    const response = await open({ maxResponseBytes: 1_000 }).send(get(url), { signal: never() });
    expect(response.body).toHaveLength(1_000);
  });
});

describe('abort', () => {
  test('while the answer is awaited: rejects with the signal’s reason and closes the connection', async () => {
    const abort = new AbortController();
    const closed = Promise.withResolvers<void>();
    const url = await serve((request) => {
      request.socket.on('close', () => closed.resolve());
      abort.abort(new Error('stop now'));
    });
    await expect(open().send(get(url), { signal: abort.signal })).rejects.toThrow('stop now');
    await closed.promise;
  });

  test('before sending: nothing reaches the server', async () => {
    const url = await serve(() => expect.unreachable('the request was sent'));
    await expect(open().send(get(url), { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow(
      'too late',
    );
  });

  test('while waiting for a free connection: it is never sent', async () => {
    const paths: string[] = [];
    const isBusy = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const url = await serve((request, response) => {
      paths.push(String(request.url));
      isBusy.resolve();
      void release.promise.then(() => response.end());
    });
    const transport = open({ maxConnectionsPerOrigin: 1 });
    const abort = new AbortController();
    const first = transport.send(get(`${url}/first`), { signal: never() });
    await isBusy.promise;
    const waiting = transport.send(get(`${url}/waiting`), { signal: abort.signal });
    await setImmediate();
    abort.abort(new Error('stop now'));
    await expect(waiting).rejects.toThrow('stop now');
    release.resolve();
    await first;
    await transport.send(get(`${url}/third`), { signal: never() });
    expect(paths).toEqual(['/first', '/third']);
  });

  test('when it may not start any more at that moment: it is never sent, and says so', async () => {
    const paths: string[] = [];
    const isBusy = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const url = await serve((request, response) => {
      paths.push(String(request.url));
      isBusy.resolve();
      void release.promise.then(() => response.end());
    });
    const transport = open({ maxConnectionsPerOrigin: 1 });
    const first = transport.send(get(`${url}/first`), { signal: never() });
    await isBusy.promise;
    let isHeld = true;
    const waiting = transport.send(get(`${url}/waiting?token=1`), { signal: never(), mayStart: () => isHeld });
    await setImmediate();
    isHeld = false;
    release.resolve();
    await expect(waiting).rejects.toMatchObject({ wasSent: false, reason: 'LEASE_LOST' });
    await expect(waiting).rejects.not.toThrow(/token/);
    await first;
    await transport.send(get(`${url}/third`), { signal: never(), mayStart: () => true });
    expect(paths).toEqual(['/first', '/third']);
  });

  test('leaves no listener behind on a signal that lives on', async () => {
    const url = await serve((_request, response) => response.end());
    const abort = new AbortController();
    await open().send(get(url), { signal: abort.signal });
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
  });
});

test('disposing ends what is in flight', async () => {
  const arrived = Promise.withResolvers<void>();
  const url = await serve(() => arrived.resolve());
  const transport = createUndiciTransport();
  const pending = transport.send(get(url), { signal: never() }).catch((reason: unknown) => reason);
  await arrived.promise;
  await transport[Symbol.asyncDispose]();
  expect(await pending).toBeInstanceOf(TransportError);
});

test('an error names method and path but no query', async () => {
  const port = await unusedPort();
  const error = await failure(get(`http://127.0.0.1:${String(port)}/path?ClientToken=abc`));
  expect(error.message).toContain(`GET http://127.0.0.1:${String(port)}/path: `);
  expect(error.message).not.toContain('abc');
});

function open(options: TransportOptions = {}): ReturnType<typeof createUndiciTransport> {
  const transport = createUndiciTransport(options);
  cleanups.push(async () => {
    await transport[Symbol.asyncDispose]();
  });
  return transport;
}

function send(request: HttpRequest): Promise<HttpResponse> {
  return open().send(request, { signal: never() });
}

async function failure(request: HttpRequest, options: TransportOptions = {}): Promise<TransportError> {
  try {
    await open(options).send(request, { signal: never() });
  } catch (error) {
    if (error instanceof TransportError) return error;
    throw error;
  }
  return expect.unreachable('the exchange was answered');
}

function get(url: string): HttpRequest {
  return { method: 'GET', url, headers: {} };
}

function never(): AbortSignal {
  return new AbortController().signal;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  const port = await listen(server);
  cleanups.push(async () => {
    server.closeAllConnections();
    await closeServer(server);
  });
  return `http://127.0.0.1:${String(port)}`;
}

async function unusedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await closeServer(server);
  return port;
}

async function listen(server: TcpServer): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return (server.address() as AddressInfo).port;
}

function closeServer(server: TcpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

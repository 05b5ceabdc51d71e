import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { type HttpResponse, TransportError } from '@waybill/core';
import { createRedisTransport } from '@waybill/transport-redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../packages/data-plane-redis/src/free-port.ts';
import { makeCertificates } from './support/certificates.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';

const signal = new AbortController().signal;

describe.skipIf(!canStartRedis())('commands as exchanges, with a real server', () => {
  let server: RedisServer;
  const transport = createRedisTransport({ maxResponseBytes: 200_000 });

  beforeAll(async () => {
    server = await RedisServer.start();
    await server.client.call('ACL', 'SETUSER', 'reader', 'on', '>pä:ss', '~*', '+@all', '-@write');
  });
  afterAll(async () => {
    await transport[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const send = (commands: readonly (readonly string[])[], path = '/0', headers = {}): Promise<HttpResponse> =>
    transport.send(
      { method: 'POST', url: `${server.url}${path}`, headers, body: JSON.stringify(commands) },
      { signal },
    );
  const replies = async (...args: Parameters<typeof send>): Promise<unknown> => JSON.parse((await send(...args)).body);

  it('give a reply for each command in its order, errors among them', async () => {
    expect(
      await replies([
        ['SET', 'a', '1'],
        ['INCR', 'a'],
        ['LPUSH', 'a', 'x'],
        ['GET', 'none'],
        ['HSET', 'h', 'f', 'v'],
        ['hgetall', 'h'],
      ]),
    ).toEqual([
      { value: 'OK' },
      { value: 2 },
      { error: 'WRONGTYPE Operation against a key holding the wrong kind of value' },
      { value: null },
      { value: 1 },
      { value: ['f', 'v'] },
    ]);
  });

  it('carry every byte both ways', async () => {
    const bytes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');
    expect(
      await replies([
        ['SET', bytes, bytes],
        ['GET', bytes],
        ['STRLEN', bytes],
      ]),
    ).toEqual([{ value: 'OK' }, { value: bytes }, { value: 256 }]);
    expect(await server.client.getBuffer(Buffer.from(bytes, 'latin1'))).toEqual(Buffer.from(bytes, 'latin1'));
  });

  it('go to the database of the path, each on connections of its own', async () => {
    await replies([['SET', 'where', 'three']], '/3');
    expect(await replies([['GET', 'where']], '/3')).toEqual([{ value: 'three' }]);
    expect(await replies([['GET', 'where']], '/0')).toEqual([{ value: null }]);
    expect(await send([['PING'], ['PING']], '/99')).toMatchObject({
      status: 200,
      body: JSON.stringify([{ error: 'ERR DB index is out of range' }, { error: 'ERR DB index is out of range' }]),
    });
  });

  it('log in, and say so where the login is refused', async () => {
    const basic = (text: string): object => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    expect(
      await replies(
        [
          ['ACL', 'WHOAMI'],
          ['SET', 'x', 'y'],
        ],
        '/0',
        basic('reader:pä:ss'),
      ),
    ).toMatchObject([{ value: 'reader' }, { error: expect.stringMatching(/^NOPERM/) }]);
    expect(await send([['PING']], '/0', basic('reader:wrong'))).toMatchObject({
      status: 401,
      body: expect.stringContaining('WRONGPASS'),
    });
    // A refused login is no connection that others get.
    expect(await replies([['ACL', 'WHOAMI']], '/0')).toEqual([{ value: 'default' }]);
  });

  it('share connections one after another, and have one each at once', async () => {
    const ids = async (count: number): Promise<number> => {
      const answers = await Promise.all(
        Array.from({ length: count }, () =>
          replies(
            [
              ['CLIENT', 'ID'],
              ['DEBUG', 'SLEEP', '0.01'],
            ],
            '/5',
          ),
        ),
      );
      return new Set(answers.map((answer) => JSON.stringify((answer as unknown[])[0]))).size;
    };
    expect(await ids(4)).toBe(4);
    expect(await ids(1)).toBe(1);
    const clients = String(await server.client.call('CLIENT', 'LIST'))
      .split('\n')
      .filter((line) => / db=5 /.test(line));
    expect(clients).toHaveLength(4);
  });

  it('are held back by whoever may not start: nothing is sent', async () => {
    const request = { method: 'POST', url: `${server.url}/0`, headers: {}, body: '[["SET","held","1"]]' } as const;
    await expect(transport.send(request, { signal, mayStart: () => false })).rejects.toMatchObject({
      wasSent: false,
      reason: 'LEASE_LOST',
    });
    expect(await replies([['EXISTS', 'held']])).toEqual([{ value: 0 }]);
  });

  it('end where the answer is too large, and leave later ones alone', async () => {
    await replies([['SETRANGE', 'large', '300000', 'x']]);
    await expect(send([['GET', 'large']])).rejects.toMatchObject({ reason: 'RESPONSE_TOO_LARGE', wasSent: true });
    expect(await replies([['STRLEN', 'large']])).toEqual([{ value: 300_001 }]);
  });

  it('end with the signal, while they wait for their answer too', async () => {
    const stop = new AbortController();
    const request = { method: 'POST', url: `${server.url}/0`, headers: {}, body: '[["BLPOP","never","0"]]' } as const;
    const blocked = transport.send(request, { signal: stop.signal });
    await expect.poll(async () => String(await server.client.call('CLIENT', 'LIST'))).toContain('cmd=blpop');
    stop.abort(new Error('stop now'));
    await expect(blocked).rejects.toThrow('stop now');
  });

  it('are lost with the connection: they may have been carried out', async () => {
    const request = { method: 'POST', url: `${server.url}/0`, headers: {}, body: '[["BLPOP","never","0"]]' } as const;
    const blocked = transport.send(request, { signal });
    const failed = expect(blocked).rejects.toMatchObject({ wasSent: true });
    await expect.poll(async () => String(await server.client.call('CLIENT', 'LIST'))).toContain('cmd=blpop');
    await server.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await failed;
  });
});

describe.skipIf(!canStartRedis())('TLS, with a real server', () => {
  it('trusts the authority that the plan names, and no other one', async () => {
    using certificates = makeCertificates();
    const port = await freePort();
    await using server = await RedisServer.start({
      config: [
        `tls-port ${port}`,
        `tls-cert-file ${certificates.file('server.pem')}`,
        `tls-key-file ${certificates.file('server.key')}`,
        'tls-auth-clients no',
      ],
    });
    // A server without TLS says nothing to a greeting of TLS.
    await using transport = createRedisTransport({ cwd: certificates.folder, connectTimeoutMs: 500 });
    const request = { method: 'POST', url: `rediss://127.0.0.1:${port}/0`, headers: {}, body: '[["PING"]]' } as const;
    const trusting = { ...request, caFile: 'authority.pem' };
    expect((await transport.send(trusting, { signal })).body).toBe('[{"value":"PONG"}]');
    await expect(transport.send(request, { signal })).rejects.toMatchObject({
      wasSent: false,
      fault: 'unusable',
      hint: expect.stringContaining('`ca:`'),
    });
    const plain = { ...request, url: `rediss://127.0.0.1:${server.port}/0` };
    await expect(transport.send(plain, { signal })).rejects.toMatchObject({ wasSent: false });
  });
});

describe('without a server', () => {
  it('no connection is out of reach, and nothing was sent', async () => {
    await using transport = createRedisTransport();
    const request = {
      method: 'POST',
      url: `redis://127.0.0.1:${await freePort()}/0`,
      headers: {},
      body: '[["PING"]]',
    } as const;
    await expect(transport.send(request, { signal })).rejects.toMatchObject({
      wasSent: false,
      fault: 'unreachable',
      reason: 'ECONNREFUSED',
      hint: expect.stringContaining('`url:`'),
    });
  });

  it('a login that is not answered was not sent either', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    await using transport = createRedisTransport({ connectTimeoutMs: 50 });
    const headers = { authorization: `Basic ${Buffer.from(':secret').toString('base64')}` };
    const request = { method: 'POST', url: `redis://127.0.0.1:${port}/0`, headers, body: '[["PING"]]' } as const;
    const error = await transport.send(request, { signal }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ wasSent: false, fault: 'unreachable', reason: 'EXCHANGE_TIMEOUT' });
    expect(String(error)).not.toContain('secret');
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it.each([
    ['redis://127.0.0.1:1/none', '[["PING"]]'],
    ['redis://127.0.0.1:1/0', 'no json'],
    ['redis://127.0.0.1:1/0', '[[1]]'],
    ['redis://127.0.0.1:1/0', '[[]]'],
  ])('refuses %s with %s', async (url, body) => {
    await using transport = createRedisTransport();
    const error = await transport
      .send({ method: 'POST', url, headers: {}, body }, { signal })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ wasSent: false, reason: 'INVALID_REQUEST' });
  });
});

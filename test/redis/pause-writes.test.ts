import type { JsonObject } from '@waybill/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobPair } from './support/job-pair.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';

describe.skipIf(!canStartRedis())('a server whose writers are paused', () => {
  let server: RedisServer;
  let pair: JobPair;
  let call: (operation: string, args?: JsonObject) => Promise<JsonObject>;

  beforeAll(async () => {
    server = await RedisServer.start();
    pair = new JobPair({ url: server.url }, { url: server.url });
    const [connection] = await pair.connections;
    call = async (operation, args = {}) => (await connection?.call(operation, args))?.response as JsonObject;
  });
  afterAll(async () => {
    await pair[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const processOf = async (): Promise<string> => {
    const { run_id: process } = await call('ShowServer');
    expect(process).toBeTypeOf('string');
    return process as string;
  };

  it('lets them wait until it is lifted, and answers whoever reads', async () => {
    const run_ids = [await processOf()];
    expect(await call('PauseWrites', { milliseconds: 60_000, run_ids })).toEqual({ run_ids });
    expect(await call('PauseWrites', { milliseconds: 60_000, run_ids })).toEqual({ run_ids });
    let isWritten = false;
    const write = server.client.set('waits', '1').then(() => {
      isWritten = true;
    });
    const reader = server.connect();
    expect(await reader.get('waits')).toBeNull();
    expect(isWritten).toBe(false);
    expect(await call('UnpauseWrites', { run_ids })).toEqual({ run_ids });
    await write;
    expect(await reader.get('waits')).toBe('1');
    reader.disconnect();
  });

  it('is known by its process: another one is neither paused nor let go', async () => {
    const run_ids = ['0'.repeat(40)];
    await expect(call('PauseWrites', { milliseconds: 60_000, run_ids })).rejects.toThrow('another server answers');
    expect(await call('UnpauseWrites', { run_ids })).toEqual({ run_ids: [] });
    await server.client.set('written', '1');
  });

  it('is asked whether it would without being paused', async () => {
    expect(await call('ProbeRights', { level: 'counts', pause: true })).toEqual({ refused: [] });
    await server.client.call('ACL', 'SETUSER', 'reader', 'on', '>p', '~*', '+@read', '+info', '+ping', '+select');
    const limited = new JobPair({ url: server.url, username: 'reader', password: 'p' }, { url: server.url });
    const [connection] = await limited.connections;
    expect(await connection?.read('ProbeRights', { level: 'counts', pause: true })).toMatchObject({
      refused: [{ command: 'CLIENT', reason: expect.stringContaining('NOPERM') }],
    });
    await limited[Symbol.asyncDispose]();
    await server.client.set('written', '2');
  });
});

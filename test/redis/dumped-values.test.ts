import type { JobConnection, JsonObject } from '@waybill/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JobPair } from './support/job-pair.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';

const INPUT: JsonObject = { level: 'dump', rounds: 1, interval_ms: 10 };
const LARGE = 'v'.repeat(3_000_000);
/** Of these one element is most of the value, and none of those that a server samples. */
const MANY = Array.from({ length: 6_000 }, (_, at) => [`f${at}`, '1']).flat();

/** What one user may not do, and the commands that read values whole then. */
const USERS: readonly (readonly [name: string, denied: readonly string[]])[] = [
  ['who may do all that a comparison asks for', []],
  ['who may not ask how large a value is', ['-memory', '-memory|usage']],
  ['who may not ask how a value is kept either', ['-memory', '-memory|usage', '-object|encoding']],
];

describe.skipIf(!canStartRedis())('level dump', () => {
  let source: RedisServer;
  let target: RedisServer;

  beforeAll(async () => {
    [source, target] = await Promise.all([RedisServer.start(), RedisServer.start()]);
  });
  afterAll(async () => {
    await Promise.all([source[Symbol.asyncDispose](), target[Symbol.asyncDispose]()]);
  });
  beforeEach(async () => {
    for (const { client } of [source, target]) {
      await client.flushall();
      await client.set('text', LARGE);
      await client.set('small-text', 'x');
      await client.hset('small-hash', 'a', '1', 'b', '2');
      await client.rpush('list', 'a', LARGE);
      await client.hset('hash', ...MANY, 'large', LARGE);
      await client.sadd('set', ...MANY, LARGE);
      await client.zadd('zset', '1', LARGE, '2', 'b');
      await client.xadd('stream', '1-1', 'field', LARGE);
      await client.pexpireat('hash', 4_000_000_000_000);
    }
  });

  it.each(USERS)('reads no large value by one command, for a user %s', async (_, denied) => {
    for (const { client } of [source, target])
      await client.call(
        'ACL',
        'SETUSER',
        'verifier',
        'reset',
        'on',
        '>secret',
        '~*',
        '+@read',
        '+xinfo',
        ...OTHERS,
        ...denied,
      );
    const login = { username: 'verifier', password: 'secret' };
    await using pair = new JobPair({ url: source.url, ...login }, { url: target.url, ...login });
    const { seen, summary } = await dumpedDuring(source, () => pair.compare(INPUT));
    expect(summary).toMatchObject({ kind: 'succeeded', outputs: { result: 'equal', keys: 8 } });
    expect(seen.filter((key) => !key.startsWith('small-'))).toEqual([]);
    if (!denied.includes('-object|encoding')) expect(seen.toSorted()).toEqual(['small-hash', 'small-text']);
    await change(target);
    const different = { result: 'different', changed: 6, expiry: 1 };
    expect(await pair.compare(INPUT)).toMatchObject({ kind: 'failed', outputs: different });
  });

  it('finds a value that is large at one side alone, or not there', async () => {
    await using pair = new JobPair({ url: source.url }, { url: target.url });
    await target.client.set('text', 'v');
    await target.client.del('list');
    await source.client.del('stream');
    await target.client.set('small-text', LARGE);
    const { seen, summary } = await dumpedDuring(target, () => pair.compare(INPUT));
    expect(summary).toMatchObject({ kind: 'failed', outputs: { changed: 2, missing: 1, extra: 1 } });
    expect(seen).not.toContain('small-text');
  });

  it('warns where values cannot be weighed', async () => {
    for (const { client } of [source])
      await client.call('ACL', 'SETUSER', 'weigher', 'reset', 'on', '>secret', '~*', '+@read', ...OTHERS, '-memory');
    await using pair = new JobPair({ url: source.url, username: 'weigher', password: 'secret' }, { url: target.url });
    const [connection]: readonly (JobConnection | undefined)[] = await pair.connections;
    expect(await connection?.read('ProbeRights', { level: 'dump' })).toEqual({
      refused: [{ command: 'MEMORY', reason: expect.stringContaining('NOPERM'), optional: true }],
    });
  });
});

const OTHERS = ['+info', '+scan', '+select', '+ping', '+xinfo'];

/** One byte of each of the large ones, and an expiry. */
async function change({ client }: RedisServer): Promise<void> {
  const other = `${LARGE.slice(1)}w`;
  await client.setrange('text', 2_999_999, 'w');
  await client.lset('list', 1, other);
  await client.hset('hash', 'large', other);
  await client.srem('set', LARGE);
  await client.sadd('set', other);
  await client.zadd('zset', '1.5', LARGE);
  await client.xdel('stream', '1-1');
  await client.set('small-text', 'x', 'EX', 1_000);
}

/** The keys that are read by DUMP meanwhile. */
async function dumpedDuring<Done>(server: RedisServer, work: () => Promise<Done>) {
  const monitor = await server.connect().monitor();
  const seen: string[] = [];
  const end = `end-${seen.length}`;
  const isOver = new Promise<void>((resolve) => {
    monitor.on('monitor', (_time: string, [name, key]: readonly string[]) => {
      if (name?.toUpperCase() === 'DUMP') seen.push(String(key));
      if (key === end) resolve();
    });
  });
  const summary = await work();
  await server.client.exists(end);
  await isOver;
  monitor.disconnect();
  return { seen, summary };
}

import type { JsonObject } from '@waybill/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JobPair } from './support/job-pair.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';
import { fill } from './support/sample-data.ts';

const QUICK: JsonObject = { rounds: 1, interval_ms: 10 };

describe.skipIf(!canStartRedis())('two servers', () => {
  let source: RedisServer;
  let target: RedisServer;
  let pair: JobPair;

  beforeAll(async () => {
    [source, target] = await Promise.all([RedisServer.start(), RedisServer.start()]);
    pair = new JobPair({ url: source.url }, { url: target.url });
  });
  afterAll(async () => {
    await pair[Symbol.asyncDispose]();
    await Promise.all([source[Symbol.asyncDispose](), target[Symbol.asyncDispose]()]);
  });
  beforeEach(async () => {
    await Promise.all([source.client.flushall(), target.client.flushall()]);
    await Promise.all([fill(source.client), fill(target.client, undefined, true)]);
    const expiry = await source.client.call('PEXPIRETIME', 'expiring');
    await target.client.call('PEXPIREAT', 'expiring', String(expiry));
  });

  it.each(['keys', 'digest', 'dump'])(
    'with the same keys are equal by %s, in whatever order and encoding they are kept',
    async (level) => {
      // A count is kept in the value, and shows in its bytes alone.
      await target.client.pfcount('hll');
      const summary = await pair.compare({ ...QUICK, level });
      expect(summary).toMatchObject({
        kind: 'succeeded',
        outputs: { result: 'equal', keys: await source.client.dbsize() },
      });
    },
  );

  const DAMAGES: readonly (readonly [
    damage: string,
    kind: string,
    levels: string,
    commands: readonly (readonly string[])[],
  ])[] = [
    ['a missing key', 'missing', 'keys digest dump', [['DEL', 'key-17']]],
    ['an extra key', 'extra', 'keys digest dump', [['SET', 'nobody', 'x']]],
    ['a changed value', 'changed', 'digest dump', [['SET', 'key-18', 'value-81']]],
    [
      'another type',
      'changed',
      'keys digest dump',
      [
        ['DEL', 'key-19'],
        ['RPUSH', 'key-19', 'value-19'],
      ],
    ],
    ['a dropped expiry', 'expiry', 'keys digest dump', [['PERSIST', 'expiring']]],
    ['a shifted expiry', 'expiry', 'keys digest dump', [['PEXPIRE', 'expiring', '90000000']]],
    ['an expiry where there was none', 'expiry', 'keys digest dump', [['EXPIRE', 'key-20', '1000']]],
    ['a truncated list', 'changed', 'digest dump', [['LTRIM', 'long-list', '0', '898']]],
    ['another order in a list', 'changed', 'digest dump', [['RPOPLPUSH', 'list', 'list']]],
    ['a changed field', 'changed', 'digest dump', [['HSET', 'large-hash', 'field-7', 'other']]],
    ['a swapped pair of fields', 'changed', 'digest dump', [['HSET', 'small-hash', 'a', '2', 'b', '1']]],
    ['an extra member', 'changed', 'digest dump', [['SADD', 'words', 'another']]],
    ['a changed score', 'changed', 'digest dump', [['ZADD', 'many-scores', '1.0000000000000002', 'member-7']]],
    ['a missing stream group', 'changed', 'digest dump', [['XGROUP', 'DESTROY', 'stream', 'readers']]],
    ['an acknowledged entry', 'changed', 'digest dump', [['XACK', 'stream', 'readers', '1-1']]],
    ['a byte in the middle of a large value', 'changed', 'digest dump', [['SETRANGE', 'big-text', '350000', 'y']]],
    ['a field of a large hash', 'changed', 'digest dump', [['HSET', 'big-hash', 'field-4321', 'other']]],
    ['an item of a large list', 'changed', 'digest dump', [['LSET', 'big-list', '4321', 'other']]],
    [
      'a member of a large set',
      'changed',
      'digest dump',
      [
        ['SREM', 'big-set', 'item-4321'],
        ['SADD', 'big-set', 'item-4321x'],
      ],
    ],
    ['a score of a large sorted set', 'changed', 'digest dump', [['ZADD', 'big-zset', '7', 'member-4321']]],
    ['a missing entry of a large stream', 'changed', 'digest dump', [['XDEL', 'big-stream', '2000-0']]],
    ['a large value cut to a small one', 'changed', 'digest dump', [['LTRIM', 'big-list', '0', '9']]],
    [
      'a changed register of a HyperLogLog',
      'changed',
      'digest dump',
      [['PFADD', 'hll', 'one more', 'and more', 'and another']],
    ],
  ];

  it.each(DAMAGES)('with %s differ: %s by %s, and equal by the others', async (_, kind, levels, commands) => {
    for (const [name = '', ...args] of commands) await target.client.call(name, args);
    for (const level of ['keys', 'digest', 'dump']) {
      const summary = await pair.compare({ ...QUICK, level });
      const expected = levels.split(' ').includes(level)
        ? { kind: 'failed', result: 'different', outputs: { result: 'different', [kind]: 1 } }
        : { kind: 'succeeded' };
      expect({ level, summary }).toMatchObject({ level, summary: expected });
    }
  });

  it('in several databases are compared in each', async () => {
    const [one, other] = [source.connect({ db: 3 }), target.connect({ db: 3 })];
    await Promise.all([one.set('a', '1'), other.set('a', '2'), one.set('b', '1')]);
    const summary = await pair.compare({ ...QUICK, level: 'digest' });
    expect(summary).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(
        /1 missing in the target \(b in database 3\); 1 with a different value \(a in database 3\)/,
      ),
    });
    expect(await pair.compare({ ...QUICK, level: 'digest', databases: [0] })).toMatchObject({ kind: 'succeeded' });
    one.disconnect();
    other.disconnect();
  });

  it('whose target has more are equal where it may', async () => {
    await target.client.set('nobody', 'x');
    expect(await pair.compare({ ...QUICK, level: 'digest', expect: 'superset' })).toMatchObject({ kind: 'succeeded' });
    expect(await pair.compare({ ...QUICK, level: 'digest', max_differences: 1 })).toMatchObject({ kind: 'succeeded' });
  });

  it('that lose a key at the source meanwhile are equal where the target may have more', async () => {
    await target.client.set('key-5', 'late');
    await target.client.call('CONFIG', 'RESETSTAT');
    const comparing = pair.compare({ level: 'digest', rounds: 200, interval_ms: 10, expect: 'superset' });
    await expect
      .poll(async () => String(await target.client.call('INFO', 'commandstats')))
      .toMatch(/cmdstat_eval_ro:calls=(\d{2,})/);
    await source.client.del('key-5');
    expect(await comparing).toMatchObject({ kind: 'succeeded' });
  });

  it('that differ only until the target has caught up are equal', async () => {
    await target.client.set('key-5', 'late');
    const comparing = pair.compare({ level: 'digest', rounds: 200, interval_ms: 10 });
    await expect
      .poll(async () => String(await target.client.call('INFO', 'commandstats')))
      .toMatch(/cmdstat_eval_ro:calls=(\d{2,})/);
    await target.client.set('key-5', 'value-5');
    expect(await comparing).toMatchObject({ kind: 'succeeded' });
  });

  it('leave open what was being written, which is compared again while nobody writes', async () => {
    const binary = Buffer.from([0, 255, 34, 92]);
    await target.client.set('key-5', 'late');
    await source.client.set(binary, 'early');
    await target.client.call('CONFIG', 'RESETSTAT');
    const comparing = pair.compare({ level: 'digest', rounds: 200, interval_ms: 10 });
    await expect
      .poll(async () => String(await target.client.call('INFO', 'commandstats')))
      .toMatch(/cmdstat_eval_ro:calls=(\d{2,})/);
    await Promise.all([target.client.set('key-5', 'value-5'), target.client.set(binary, 'early')]);
    const { left_open = null } = (await comparing).outputs ?? {};
    expect(left_open).toEqual({
      databases: [{ database: 0, keys: expect.arrayContaining(['key-5', binary.toString('latin1')]) }],
      others: 0,
    });
    const again = async () => await pair.compareOpen({ level: 'digest', left_open });
    // So few are all compared.
    expect(await again()).toMatchObject({ kind: 'succeeded', outputs: { keys: await keysOf(source) } });
    const others = Array.from({ length: 10_000 }, (_, at) => [`other-${at}`, '1']);
    for (const { client } of [source, target]) await client.mset(others.flat());
    expect(await again()).toMatchObject({ kind: 'succeeded', outputs: { keys: 2, others: 0 } });
    await target.client.set(binary, 'lost');
    expect(await again()).toMatchObject({
      kind: 'failed',
      result: 'different',
      reason: expect.stringContaining('1 with a different value'),
    });
    expect(await pair.compareOpen({ level: 'digest', left_open, max_differences: 1 })).toMatchObject({
      kind: 'succeeded',
    });
    expect(await pair.compareOpen({ level: 'digest', left_open: null })).toMatchObject({
      kind: 'succeeded',
      detail: expect.stringContaining('is not known'),
    });
  });

  it('that are still being written are unstable', async () => {
    const { signal } = new AbortController();
    let isOver = false;
    const writing = (async () => {
      for (let at = 0; !isOver && !signal.aborted; at += 1) await source.client.set('key-5', `written-${at}`);
    })();
    const summary = await pair.compare({ level: 'digest', rounds: 2, interval_ms: 20 });
    isOver = true;
    await writing;
    expect(summary).toMatchObject({ kind: 'failed', result: 'unstable', outputs: { moving: 1, changed: 1 } });
  });

  it('with more suspects than are kept at once are equal when the target has caught up', async () => {
    const names = Array.from({ length: 60_000 }, (_, at) => `many-${at}`);
    await source.client.mset(names.flatMap((key) => [key, '1']));
    await target.client.call('CONFIG', 'RESETSTAT');
    const comparing = pair.compare({ level: 'keys', rounds: 400, interval_ms: 20 });
    await expect.poll(async () => callsOf(target, 'type')).toBeGreaterThan(70_000);
    await target.client.mset(names.flatMap((key) => [key, '1']));
    expect(await comparing).toMatchObject({ kind: 'succeeded', outputs: { missing: 0, moving: 0 } });
  });

  it('of which no keys are compared say so', async () => {
    const summary = await pair.compare({ ...QUICK, level: 'digest', databases: [9] });
    expect(summary).toMatchObject({ kind: 'succeeded', detail: expect.stringMatching(/^nothing was compared/) });
  });

  it('are drawn by a seed: the same one draws the same keys, and others others', async () => {
    const names = Array.from({ length: 20_000 }, (_, at) => `drawn-${at}`);
    for (const { client } of [source, target]) await client.mset(names.flatMap((key) => [key, '1']));
    const read = async (seed: number): Promise<readonly string[]> => {
      const monitor = await target.connect().monitor();
      const seen = new Set<string>();
      monitor.on('monitor', (_time: string, args: readonly string[]) => {
        if (String(args[0]).toUpperCase() === 'TYPE') seen.add(String(args[1]));
      });
      const summary = await pair.compare({ ...QUICK, level: 'keys', sample: 2_000, seed });
      await expect.poll(() => seen.size).toBe(Number(summary.outputs?.['keys']));
      monitor.disconnect();
      expect(summary).toMatchObject({
        kind: 'succeeded',
        detail: expect.stringContaining(`drawn by the seed ${seed}`),
      });
      return [...seen].toSorted();
    };
    const first = await read(1);
    expect(first.length).toBeGreaterThan(1_000);
    expect(first.length).toBeLessThan(3_000);
    expect(await read(1)).toEqual(first);
    expect(await read(2)).not.toEqual(first);
  });

  it('are compared without MEMORY USAGE in pieces that hold up nobody', async () => {
    const large = 'v'.repeat(1_000_000);
    for (const { client } of [source, target]) {
      await client.rpush('heavy-list', ...Array.from({ length: 20 }, () => large));
      await client.hset('heavy-hash', ...Array.from({ length: 20 }, (_, at) => [`f${at}`, large]).flat());
      const rights = ['~*', '-@all', '+@read', '-memory', '-memory|usage', '+eval_ro', '+info', '+xinfo', '+select'];
      await client.call('ACL', 'SETUSER', 'weigher', 'on', '>secret', ...rights);
    }
    const login = { username: 'weigher', password: 'secret' };
    await using own = new JobPair({ url: source.url, ...login }, { url: target.url, ...login });
    const [connection] = await own.connections;
    expect(await connection?.read('ProbeRights', { level: 'digest' })).toEqual({
      refused: [{ command: 'MEMORY', reason: expect.stringContaining('NOPERM'), optional: true }],
    });
    expect(await own.compare({ ...QUICK, level: 'digest' })).toMatchObject({ kind: 'succeeded' });
    await target.client.lset('heavy-list', 19, large.replace('v', 'w'));
    expect(await own.compare({ ...QUICK, level: 'digest' })).toMatchObject({ kind: 'failed', outputs: { changed: 1 } });
    await target.client.call('CONFIG', 'RESETSTAT');
    expect(await own.compare({ ...QUICK, level: 'digest' })).toMatchObject({ kind: 'failed' });
    expect(await callsOf(target, 'hgetall')).toBeGreaterThan(0);
    const pieces = await callsOf(target, 'hscan');
    expect(pieces).toBeGreaterThan(0);
  });

  it('are only read', async () => {
    const monitor = await source.connect().monitor();
    const seen: string[] = [];
    monitor.on('monitor', (_time: string, args: readonly string[]) => seen.push(String(args[0]).toUpperCase()));
    await target.client.set('key-5', 'other');
    for (const level of ['keys', 'digest', 'dump']) await pair.compare({ ...QUICK, level });
    monitor.disconnect();
    expect([...new Set(seen)].toSorted()).toEqual(
      expect.arrayContaining(['DUMP', 'EVAL_RO', 'EXISTS', 'HGETALL', 'SCAN', 'TYPE']),
    );
    const writing = new Set((await source.client.call('COMMAND', 'LIST', 'FILTERBY', 'ACLCAT', 'write')) as string[]);
    expect(seen.filter((name) => writing.has(name.toLowerCase()))).toEqual([]);
  });

  it('are compared by a user who may not write, nor see more than needed', async () => {
    const rights = [
      '~*',
      '-@all',
      '+@read',
      '+eval_ro',
      '+info',
      '+scan',
      '+xinfo',
      '+memory|usage',
      '+ping',
      '+select',
    ];
    for (const server of [source, target])
      await server.client.call('ACL', 'SETUSER', 'verifier', 'on', '>secret', ...rights);
    const login = { username: 'verifier', password: 'secret' };
    await using own = new JobPair({ url: source.url, ...login }, { url: target.url, ...login });
    expect(await own.compare({ ...QUICK, level: 'digest' })).toMatchObject({ kind: 'succeeded' });
  });
});

async function callsOf({ client }: RedisServer, command: string): Promise<number> {
  const [, calls] = new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(await client.info('commandstats')) ?? [];
  return Number(calls ?? 0);
}

/** Of all databases. */
async function keysOf({ client }: RedisServer): Promise<number> {
  const counts = (await client.info('keyspace')).matchAll(/:keys=(\d+)/g);
  return [...counts].reduce((sum, [, keys]) => sum + Number(keys), 0);
}

import type { RedisKeySeed } from '@waybill/provider-redis/stand';
import { createInProcessSandbox } from '@waybill/sandbox';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestValue } from '../../packages/provider-redis/src/jobs/read-value.ts';
import { digestCommand } from '../../packages/provider-redis/src/session/digest-script.ts';
import { JobPair } from './support/job-pair.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';

const text = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constant(''));
const score = fc.double({ noNaN: true, noDefaultInfinity: true });
const fields = fc.uniqueArray(fc.tuple(text, text), { selector: ([field]) => field, minLength: 1, maxLength: 8 });

const seed: fc.Arbitrary<RedisKeySeed> = fc.oneof(
  text.map((string) => ({ string })),
  fc.array(text, { minLength: 1, maxLength: 12 }).map((list) => ({ list })),
  fc.uniqueArray(text, { minLength: 1, maxLength: 12 }).map((set) => ({ set })),
  fields.map((pairs) => ({ hash: Object.fromEntries(pairs) })),
  fc
    .uniqueArray(fc.tuple(text, score), { selector: ([member]) => member, minLength: 1, maxLength: 12 })
    .map((pairs) => ({ zset: Object.fromEntries(pairs) })),
  fc.tuple(fc.array(fields, { minLength: 1, maxLength: 5 }), fc.boolean()).map(([entries, hasGroup]) => ({
    stream: entries.map((pairs, at) => ({ id: `${at + 1}-1`, fields: Object.fromEntries(pairs) })),
    ...(hasGroup ? { groups: { readers: '1-1' } } : {}),
  })),
);

describe.skipIf(!canStartRedis())('the digest of a value', () => {
  let server: RedisServer;
  let pair: JobPair;

  beforeAll(async () => {
    server = await RedisServer.start();
    pair = new JobPair({ url: server.url }, { url: server.url });
  });
  afterAll(async () => {
    await pair[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  it('is the same by the script on a real server, by ranges of it, and on the stand', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(seed, { minLength: 1, maxLength: 12 }), async (seeds) => {
        const keys = Object.fromEntries(seeds.map((value, at) => [`key-${at}`, value]));
        await server.client.flushall();
        for (const [key, value] of Object.entries(keys)) await put(server, key, value);
        const names = [...Object.keys(keys), 'nothing'];
        for (const isEach of [true, false]) {
          const command = digestCommand({ mode: 'standalone', version: '7.0.15' }, { keys: names, isEach });
          const [name, ...args] = command;
          const real = (await server.client.call(name, args)) as readonly unknown[];
          expect(await onStand(keys, command)).toEqual([...real.slice(0, 5), 0]);
          if (!isEach) continue;
          expect(await inRanges(names)).toEqual(real[1]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is the same with keys that are declared and with keys that are not, and with the expiry in the other form', async () => {
    await server.client.flushall();
    await server.client.set('a', '1', 'PX', 1_000_000);
    await server.client.rpush('b', 'x', 'y');
    const startedAtMs = clockOf(server);
    const answers = await Promise.all(
      (['standalone', 'cluster', 'proxy'] as const).flatMap((mode) =>
        ['6.2.0', '7.0.15'].map(async (version) => {
          const [name, ...args] = digestCommand({ mode, version }, { keys: ['a', 'b', 'c'], isEach: false });
          return (await server.client.call(name, args)) as readonly [number, string, readonly number[]];
        }),
      ),
    );
    // The script adds the time that is left to the time that it is, between which a server under load may pause.
    const toleranceMs = 2 + (await clockOf(server)) - (await startedAtMs);
    const [first] = answers;
    const [, digest, [place, time = 0]] = first ?? [0, '', []];
    for (const [done, other, expires] of answers) {
      expect([done, other, expires[0]]).toEqual([3, digest, place]);
      expect(Math.abs((expires[1] ?? 0) - time)).toBeLessThanOrEqual(toleranceMs);
    }
  });

  it('is not made by the script of a value with one long element among many short ones', async () => {
    await server.client.flushall();
    const short = Array.from({ length: 1_000 }, (_, at) => [`field-${at}`, 'x']).flat();
    await server.client.call('HSET', 'uneven', ...short, 'long', 'y'.repeat(8_000_000));
    const [name, ...args] = digestCommand(
      { mode: 'standalone', version: '7.0.15' },
      { keys: ['uneven'], isEach: true },
    );
    const [, , , large] = (await server.client.call(name, args)) as readonly unknown[];
    expect(large).toEqual([1]);
  });

  async function inRanges(keys: readonly string[]): Promise<readonly string[]> {
    const [connection] = await pair.connections;
    if (connection === undefined) throw new Error('there is one');
    return await Promise.all(
      keys.map(async (key) => digestValue({ connection, database: 0, key }, String(await server.client.type(key)))),
    );
  }
});

async function onStand(keys: Readonly<Record<string, RedisKeySeed>>, command: readonly string[]): Promise<unknown> {
  const sandbox = createInProcessSandbox({
    stands: [],
    settings: { redis: { servers: [{ name: 'one:6379', password: null, databases: { 0: keys } }] } },
  });
  const answer = await sandbox.exchange({
    method: 'POST',
    url: 'redis://one:6379/0',
    headers: {},
    body: JSON.stringify([command]),
  });
  return (JSON.parse(answer?.body ?? '[]') as readonly { readonly value?: unknown }[])[0]?.value;
}

async function put(server: RedisServer, key: string, value: RedisKeySeed): Promise<void> {
  const { client } = server;
  const { string, list, set, hash, zset, stream, groups } = value;
  if (string !== undefined) await client.set(key, string);
  if (list !== undefined) await client.rpush(key, ...list);
  if (set !== undefined) await client.sadd(key, ...set);
  if (hash !== undefined) await client.call('HSET', key, ...Object.entries(hash).flat());
  if (zset !== undefined)
    await client.call('ZADD', key, ...Object.entries(zset).flatMap(([member, each]) => [String(each), member]));
  for (const { id, fields: of } of stream ?? []) await client.call('XADD', key, id, ...Object.entries(of).flat());
  for (const [group, id] of Object.entries(groups ?? {})) await client.call('XGROUP', 'CREATE', key, group, id);
}

/** Of the server itself, in the order of its commands. */
async function clockOf({ client }: RedisServer): Promise<number> {
  const [seconds, microseconds] = (await client.call('TIME')) as readonly string[];
  return Number(seconds) * 1_000 + Number(microseconds) / 1_000;
}

import { afterAll, describe, expect, it } from 'vitest';
import { JobPair } from './support/job-pair.ts';
import { RealSandbox, SOURCE, TARGET } from './support/real-sandbox.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';
import { findRedisVersions, type RedisVersion } from './support/redis-versions.ts';
import { fill } from './support/sample-data.ts';

const LEVELS = ['keys', 'digest', 'dump'] as const;
const DAMAGES: readonly (readonly [what: string, ...command: string[]])[] = [
  ['a missing key', 'DEL', 'key-17'],
  ['an extra key', 'SET', 'nobody', 'x'],
  ['a changed value', 'SET', 'key-18', 'value-81'],
  ['a dropped expiry', 'PERSIST', 'expiring'],
  ['an item of a large list', 'LSET', 'big-list', '4321', 'other'],
  ['a changed score', 'ZADD', 'many-scores', '1.0000000000000002', 'member-7'],
  ['an acknowledged entry', 'XACK', 'stream', 'readers', '1-1'],
  ['a byte in the middle of a large value', 'SETRANGE', 'big-text', '350000', 'y'],
];
/** In how many milliseconds after 1970 the one key that does so expires. */
const EXPIRES_AT_MS = Date.parse('2100-01-01T00:00:00Z');

const VERSIONS = canStartRedis() ? findRedisVersions(console.log) : [];
const PAIRS = VERSIONS.flatMap((source) => VERSIONS.map((target) => ({ source, target })));
const ran: string[] = [];

describe('servers of every version at hand', () => {
  afterAll(() => console.log(`Compared: ${ran.join('; ')}.`));

  it.each(PAIRS)('hold the same: $source.name and $target.name', async ({ source, target }) => {
    await using one = await filled(source);
    await using other = await filled(target, 'in another order');
    await using pair = new JobPair({ url: one.url }, { url: other.url });
    for (const level of LEVELS)
      expect({ level, summary: await compare(pair, level) }).toMatchObject({
        level,
        summary: { kind: 'succeeded', outputs: { result: 'equal', keys: await one.client.dbsize() } },
      });
    for (const [what, name = '', ...words] of DAMAGES) {
      await other.client.call(name, words);
      const found = { what, digest: await compare(pair, 'digest'), dump: await compare(pair, 'dump') };
      const different = { kind: 'failed', outputs: { result: 'different' } };
      expect(found).toMatchObject({ what, digest: different, dump: different });
      await refill(other);
    }
    ran.push(`${source.name} with ${target.name}`);
  });
});

describe('a server of every version at hand', () => {
  it.each(VERSIONS.filter(({ major }) => major >= 7))(
    'as a cluster holds the same as without: $name',
    async (version) => {
      await using single = await filled(version);
      const config = ['cluster-enabled yes', 'cluster-config-file nodes.conf'];
      await using cluster = await RedisServer.start({ version, config });
      await cluster.client.call('CLUSTER', ['ADDSLOTSRANGE', '0', '16383']);
      await expect
        .poll(async () => String(await cluster.client.call('CLUSTER', ['INFO'])))
        .toContain('cluster_state:ok');
      await fill(cluster.client);
      await cluster.client.call('PEXPIREAT', ['expiring', EXPIRES_AT_MS]);
      await using into = new JobPair({ url: single.url }, { url: cluster.url });
      await using from = new JobPair({ url: cluster.url }, { url: single.url });
      for (const level of LEVELS)
        for (const pair of [into, from]) expect(await compare(pair, level)).toMatchObject({ kind: 'succeeded' });
      await cluster.client.call('SET', ['key-18', 'value-81']);
      expect(await compare(into, 'digest')).toMatchObject({ outputs: { result: 'different', changed: 1 } });
    },
  );

  it.each(VERSIONS)('is copied and followed by the sandbox: $name', async ({ program }) => {
    const vendor = await RealSandbox.start({ program });
    const task = await vendor.migrate('incremental_migration');
    await vendor.until(task, 'INCRMIGEATING');
    const client = vendor.connect(SOURCE);
    await client.set('later', 'x');
    await expect.poll(async () => await vendor.connect(TARGET).get('later')).toBe('x');
    await using pair = new JobPair({ url: vendor.url(SOURCE) }, { url: vendor.url(TARGET) });
    expect(await compare(pair, 'digest')).toMatchObject({ kind: 'succeeded' });
  });
});

async function compare(pair: JobPair, level: string) {
  return await pair.compare({ rounds: 1, interval_ms: 10, level });
}

async function filled(version: RedisVersion, order?: 'in another order'): Promise<RedisServer> {
  const server = await RedisServer.start({ version });
  await fill(server.client, undefined, order !== undefined);
  await server.client.call('PEXPIREAT', ['expiring', EXPIRES_AT_MS]);
  return server;
}

async function refill({ client }: RedisServer): Promise<void> {
  await client.flushall();
  await fill(client, undefined, true);
  await client.call('PEXPIREAT', ['expiring', EXPIRES_AT_MS]);
}

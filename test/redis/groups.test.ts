import type { JsonObject } from '@waybill/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../packages/data-plane-redis/src/free-port.ts';
import { makeCertificates } from './support/certificates.ts';
import { JobPair } from './support/job-pair.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';
import { fill, SAMPLE } from './support/sample-data.ts';

const QUICK: JsonObject = { rounds: 1, interval_ms: 10 };

describe.skipIf(!canStartRedis())('a cluster of three masters', () => {
  let cluster: readonly RedisServer[] = [];
  let single: RedisServer;

  beforeAll(async () => {
    single = await RedisServer.start();
    cluster = await Promise.all(
      Array.from({ length: 3 }, () =>
        RedisServer.start({ config: ['cluster-enabled yes', 'cluster-config-file nodes.conf'] }),
      ),
    );
    const [first] = cluster;
    for (const [at, node] of cluster.entries()) {
      const from = Math.floor((16_384 * at) / 3);
      const to = Math.floor((16_384 * (at + 1)) / 3) - 1;
      await node.client.call('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
      await node.client.call('CLUSTER', 'SET-CONFIG-EPOCH', String(at + 1));
      if (first !== undefined && node !== first)
        await node.client.call('CLUSTER', 'MEET', '127.0.0.1', String(first.port), String(first.busPort));
    }
    for (const node of cluster)
      await vi.waitFor(
        async () =>
          expect(String(await node.client.call('CLUSTER', 'INFO'))).toMatch(
            /cluster_state:ok[\s\S]*cluster_known_nodes:3/,
          ),
        { timeout: 30_000 },
      );
    await fill(single.client);
    for (const [name, ...args] of SAMPLE) await putIn(cluster, String(name), args);
    await single.client.persist('expiring');
    await putIn(cluster, 'PERSIST', ['expiring']);
  });
  afterAll(async () => {
    await Promise.all([single, ...cluster].map((server) => server[Symbol.asyncDispose]()));
  });

  it.each(['keys', 'digest', 'dump'])('has the same keys as a single server, both ways, by %s', async (level) => {
    const urls = cluster.map(({ url }) => url);
    await using into = new JobPair({ url: single.url }, { url: urls });
    await using from = new JobPair({ url: urls[2] ?? '' }, { url: single.url });
    for (const pair of [into, from])
      expect(await pair.compare({ ...QUICK, level })).toMatchObject({
        kind: 'succeeded',
        outputs: { keys: await single.client.dbsize() },
      });
  });

  it('is found different in one key of one master', async () => {
    await using pair = new JobPair({ url: single.url }, { url: cluster[0]?.url ?? '' });
    await putIn(cluster, 'SET', ['key-7', 'other']);
    await putIn(cluster, 'SET', ['nobody', 'x']);
    const summary = await pair.compare({ ...QUICK, level: 'digest' });
    expect(summary).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('1 only in the target (nobody); 1 with a different value (key-7)'),
    });
    await putIn(cluster, 'SET', ['key-7', 'value-7']);
    await putIn(cluster, 'DEL', ['nobody']);
  });

  it('is compared on although slots move to another master', async () => {
    await using pair = new JobPair({ url: single.url }, { url: cluster[0]?.url ?? '' });
    expect(await pair.compare({ ...QUICK, level: 'digest' })).toMatchObject({ kind: 'succeeded' });
    await moveEmptySlot(cluster, 0);
    expect(await pair.compare({ ...QUICK, level: 'digest' })).toMatchObject({ kind: 'succeeded' });
  });

  it('is asked for the rights at each of its masters, which have users of their own', async () => {
    for (const [at, { client }] of cluster.entries())
      await client.call('ACL', 'SETUSER', 'verifier', 'on', '>v', '~*', '+@all', ...(at === 2 ? ['-scan'] : []));
    const login = { username: 'verifier', password: 'v' };
    await using pair = new JobPair({ url: cluster[0]?.url ?? '', ...login }, { url: single.url });
    const [connection] = await pair.connections;
    expect(await connection?.read('ProbeRights', { level: 'digest' })).toEqual({
      refused: [{ command: 'SCAN', reason: expect.stringContaining('NOPERM') }],
    });
  });

  it('proves nothing while a slot is half way to another master, and says so before', async () => {
    const [first, second, third] = cluster;
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three');
    const tag = await tagOf(first);
    const slot = Number(await first.client.call('CLUSTER', 'KEYSLOT', `{${tag}}one`));
    for (const name of ['one', 'two'])
      await Promise.all([first, single].map(({ client }) => client.set(`{${tag}}${name}`, name)));
    await halfMove(cluster, slot, `{${tag}}one`);
    for (const level of ['keys', 'digest', 'dump']) {
      await using pair = new JobPair({ url: first.url }, { url: single.url });
      expect(await pair.compare({ ...QUICK, level })).toMatchObject({ kind: 'failed', result: 'unstable' });
      await using into = new JobPair({ url: single.url }, { url: first.url });
      expect(await into.compare({ ...QUICK, level })).toMatchObject({ kind: 'failed', result: 'unstable' });
    }
    await using pair = new JobPair({ url: first.url }, { url: single.url });
    const [connection] = await pair.connections;
    expect(await connection?.read('ShowServer', {})).toMatchObject({ mode: 'cluster', moving_slots: 1 });
    await first.client.call('MIGRATE', '127.0.0.1', String(second.port), `{${tag}}two`, '0', '5000');
    const id = String(await second.client.call('CLUSTER', 'MYID'));
    for (const node of [second, first, third]) await node.client.call('CLUSTER', 'SETSLOT', String(slot), 'NODE', id);
    await using after = new JobPair({ url: first.url }, { url: single.url });
    expect(await after.compare({ ...QUICK, level: 'digest' })).toMatchObject({ kind: 'succeeded' });
  });

  it('proves nothing where slots were moved during the comparison', async () => {
    await using pair = new JobPair({ url: cluster[0]?.url ?? '' }, { url: single.url });
    const moved = await pair.compare({ ...QUICK, level: 'digest' }, async () => moveEmptySlot(cluster, 1_000));
    expect(moved).toMatchObject({
      kind: 'failed',
      result: 'unstable',
      reason: expect.stringMatching(/^Slots .* moved/),
    });
    expect(await pair.compare({ ...QUICK, level: 'digest' })).toMatchObject({ kind: 'succeeded' });
  });
});

/** A tag whose slot the master has, and in which no key of the sample is. */
async function tagOf({ client }: RedisServer): Promise<string> {
  for (let at = 0; ; at += 1) {
    const slot = Number(await client.call('CLUSTER', 'KEYSLOT', `{tag-${at}}`));
    if (slot > 2_000 && slot < 5_000 && (await client.call('CLUSTER', 'COUNTKEYSINSLOT', String(slot))) === 0)
      return `tag-${at}`;
  }
}

/** The slot of a key half way from the first master, which has it, to the second one. */
async function halfMove([first, second]: readonly RedisServer[], slot: number, key: string): Promise<void> {
  if (first === undefined || second === undefined) throw new Error('there are three');
  const [from, to] = await Promise.all(
    [first, second].map(async ({ client }) => String(await client.call('CLUSTER', 'MYID'))),
  );
  await second.client.call('CLUSTER', 'SETSLOT', String(slot), 'IMPORTING', String(from));
  await first.client.call('CLUSTER', 'SETSLOT', String(slot), 'MIGRATING', String(to));
  await first.client.call('MIGRATE', '127.0.0.1', String(second.port), key, '0', '5000');
}

/** One of the first master's, from `slot` on: nothing has to be carried over to the second one. */
async function moveEmptySlot([first, second, ...others]: readonly RedisServer[], slot: number): Promise<void> {
  if (first === undefined || second === undefined) throw new Error('there are three');
  const id = String(await second.client.call('CLUSTER', 'MYID'));
  let empty = slot;
  while (Number(await first.client.call('CLUSTER', 'COUNTKEYSINSLOT', String(empty))) > 0) empty += 1;
  for (const node of [second, first, ...others])
    await node.client.call('CLUSTER', 'SETSLOT', String(empty), 'NODE', id);
}

async function putIn(
  cluster: readonly RedisServer[],
  name: string,
  args: readonly (string | number | Buffer)[],
): Promise<void> {
  for (const node of cluster)
    try {
      await node.client.call(name, [...args]);
      return;
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('MOVED')) throw error;
    }
  throw new Error(`no master took ${name}`);
}

describe.skipIf(!canStartRedis())('a server', () => {
  it('is found by the Sentinel that watches it, and again after a failover', async () => {
    await using source = await RedisServer.start();
    await using master = await RedisServer.start();
    await using replica = await RedisServer.start({ config: [`replicaof 127.0.0.1 ${master.port}`] });
    await using sentinel = await RedisServer.start({
      isSentinel: true,
      config: [
        `sentinel monitor shop 127.0.0.1 ${master.port} 1`,
        'sentinel down-after-milliseconds shop 300',
        'sentinel failover-timeout shop 2000',
      ],
    });
    await fill(source.client);
    await fill(master.client);
    for (const server of [source, master]) await server.client.persist('expiring');
    const target = { url: sentinel.url, mode: 'sentinel', master_name: 'shop' };
    await using pair = new JobPair({ url: source.url }, target);
    expect(await pair.compare({ ...QUICK, level: 'digest' })).toMatchObject({ kind: 'succeeded' });
    await expect
      .poll(async () => String(await sentinel.client.call('SENTINEL', 'REPLICAS', 'shop')))
      .toContain(String(replica.port));
    await expect.poll(async () => replica.client.dbsize()).toBe(await master.client.dbsize());
    await master.kill();
    await expect
      .poll(async () => String(await sentinel.client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'shop')), {
        timeout: 30_000,
      })
      .toContain(String(replica.port));
    // The first call meets the dead master, and the next one asks the Sentinel.
    await pair.compare({ ...QUICK, level: 'digest' }).catch(() => {});
    expect(await pair.compare({ ...QUICK, level: 'digest' })).toMatchObject({ kind: 'succeeded' });
  });

  it('is compared over TLS, with the login of a user', async () => {
    using certificates = makeCertificates();
    const port = await freePort();
    await using source = await RedisServer.start();
    await using target = await RedisServer.start({
      config: [
        `tls-port ${port}`,
        `tls-cert-file ${certificates.file('server.pem')}`,
        `tls-key-file ${certificates.file('server.key')}`,
        'tls-auth-clients no',
      ],
    });
    await Promise.all([source, target].map(({ client }) => client.mset('a', '1', 'b', '2')));
    await target.client.call('ACL', 'SETUSER', 'verifier', 'on', '>s:cret', '~*', '+@all', '-@write');
    const login = { username: 'verifier', password: 's:cret', ca: certificates.file('authority.pem') };
    await using pair = new JobPair({ url: source.url }, { url: `rediss://127.0.0.1:${port}`, ...login });
    expect(await pair.compare({ ...QUICK, level: 'digest' })).toMatchObject({
      kind: 'succeeded',
      outputs: { keys: 2 },
    });
  });

  it('that is restarted amid a comparison ends it as a fault that may pass, and is compared afterwards', async () => {
    await using source = await RedisServer.start();
    await using target = await RedisServer.start();
    await source.client.call('DEBUG', 'POPULATE', '200000');
    await using pair = new JobPair({ url: source.url }, { url: target.url });
    const comparing = pair.compare({ ...QUICK, level: 'digest' });
    const failed = expect(comparing).rejects.toMatchObject({ code: 'PROVIDER_CALL_FAILED', mayPass: true });
    await expect.poll(async () => String(await source.client.info('commandstats'))).toContain('cmdstat_scan');
    await source.restart();
    await failed;
    expect(await pair.compare({ ...QUICK, level: 'digest' })).toMatchObject({
      kind: 'succeeded',
      outputs: { keys: 0 },
    });
  });

  it('that is restarted amid a comparison in parts proves nothing: another process has other keys in each part', async () => {
    await using source = await RedisServer.start();
    await using target = await RedisServer.start();
    // More than are compared as one part.
    for (const { client } of [source, target]) await client.call('DEBUG', 'POPULATE', '260000', 'key', '1');
    await source.client.save();
    await target.client.del('key:7');
    await using pair = new JobPair({ url: source.url }, { url: target.url });
    const restarted = await pair.compare({ ...QUICK, level: 'keys' }, () => source.restart());
    expect(restarted).toMatchObject({ kind: 'failed', result: 'unstable' });
    expect(restarted).toMatchObject({ reason: expect.stringContaining('restarted') });
    expect(await pair.compare({ ...QUICK, level: 'keys' })).toMatchObject({
      kind: 'failed',
      result: 'different',
      outputs: { missing: 1, extra: 0 },
    });
  });

  it('that is restarted before a comparison in one part is compared as it is', async () => {
    await using source = await RedisServer.start();
    await using target = await RedisServer.start();
    for (const { client } of [source, target]) await client.call('DEBUG', 'POPULATE', '2000', 'key', '1');
    await source.client.save();
    await using pair = new JobPair({ url: source.url }, { url: target.url });
    expect(await pair.compare({ ...QUICK, level: 'keys' }, () => source.restart())).toMatchObject({
      kind: 'succeeded',
      outputs: { keys: 2000 },
    });
  });

  it.each([
    ['a wrong password', { password: 'wrong' }, /^WRONGPASS|NOAUTH/, 'unauthorized'],
    ['no login', {}, /^NOAUTH/, 'unauthorized'],
    ['a user who may do nothing', { username: 'nobody', password: 'n' }, /^NOPERM/, 'forbidden'],
  ])('refuses %s in its own words', async (_, login, words, kind) => {
    await using server = await RedisServer.start({ config: ['requirepass right'], client: { password: 'right' } });
    await server.client.call('ACL', 'SETUSER', 'nobody', 'on', '>n', '~*', '-@all');
    await using pair = new JobPair({ url: server.url, ...login }, { url: server.url, ...login });
    const [connection] = await pair.connections;
    const error = await connection?.read('CountKeys', {}).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ class: kind, vendorCode: expect.stringMatching(words), hint: expect.any(String) });
  });

  it('without scripts says so before anything is compared, and is compared by dump', async () => {
    await using server = await RedisServer.start({ config: ['rename-command EVAL_RO ""', 'rename-command EVAL ""'] });
    await server.client.set('a', '1');
    await using pair = new JobPair({ url: server.url }, { url: server.url });
    const [connection] = await pair.connections;
    expect(await connection?.read('ProbeRights', { level: 'digest' })).toEqual({
      refused: [{ command: 'EVAL_RO', reason: expect.stringContaining('unknown command') }],
    });
    expect(await connection?.read('ProbeRights', { level: 'dump' })).toEqual({ refused: [] });
    expect(await pair.compare({ ...QUICK, level: 'dump' })).toMatchObject({ kind: 'succeeded', outputs: { keys: 1 } });
  });
});

import { randomFillSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { JobPair } from './support/job-pair.ts';
import { RealSandbox, SOURCE, TARGET } from './support/real-sandbox.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';

interface Sides {
  /** As the entry of a connection has it, after its type. */
  readonly old: string;
  readonly target: string;
}

function planOf({ old, target }: Sides): string {
  const polling = 'polling: { initial_interval: 200ms, max_interval: 500ms }';
  const quick = `limits: { requests: 2000/s }, pace: { keys: 1000000/s }, ${polling}`;
  return `version: 1
name: bad-inputs
providers:
  old: { type: redis, ${old}, ${quick} }
  new: { type: redis, ${target}, ${quick} }
defaults: { retry: { max_attempts: 20, initial_interval: 100ms, max_interval: 2s } }
migrations:
  keys:
    uses: new.verify
    with: { source: { connection: old }, target: { connection: new } }
    verify: { level: digest, rounds: 1, interval: 10ms }
`;
}

describe.skipIf(!canStartRedis())('a comparison of real servers', () => {
  it('waits for one that is still loading its keys', async () => {
    await using source = await RedisServer.start();
    // In microseconds for each key: it takes some seconds, and answers meanwhile that it is loading.
    const config = ['key-load-delay 1000', 'loading-process-events-interval-bytes 1024'];
    await using target = await RedisServer.start({ config });
    for (const { client } of [source, target]) await client.call('DEBUG', ['POPULATE', '1500']);
    await target.client.save();
    const restarted = target.restart();
    const probe = target.connect({ enableReadyCheck: false });
    await expect.poll(async () => await probe.ping().catch(String)).toContain('LOADING');
    probe.disconnect();
    const waybill = new CommandLine({ plan: planOf({ old: `url: "${source.url}"`, target: `url: "${target.url}"` }) });
    expect(expectCode(0, await waybill.run('apply')).stdout).toContain('The target is still loading its data.');
    await restarted;
    expect(await target.client.dbsize()).toBe(1_500);
  });

  it('takes a replica, and warns that it may be behind', async () => {
    await using source = await RedisServer.start();
    await using master = await RedisServer.start();
    await using replica = await RedisServer.start({ config: [`replicaof 127.0.0.1 ${master.port}`] });
    for (const { client } of [source, master]) await client.mset('a', '1', 'b', '2');
    await expect.poll(async () => await replica.client.dbsize()).toBe(2);
    const waybill = new CommandLine({ plan: planOf({ old: `url: "${source.url}"`, target: `url: "${replica.url}"` }) });
    expect(expectCode(0, await waybill.run('plan')).stdout).toMatch(/is a replica/);
    expectCode(0, await waybill.run('apply'));
  });

  it('says of a cluster that is taken for one server how to name it, and is resumed so', async () => {
    await using source = await RedisServer.start();
    await using cluster = await RedisServer.start({
      config: ['cluster-enabled yes', 'cluster-config-file nodes.conf'],
    });
    await cluster.client.call('CLUSTER', ['ADDSLOTSRANGE', '0', '16383']);
    await expect.poll(async () => String(await cluster.client.call('CLUSTER', ['INFO']))).toContain('cluster_state:ok');
    for (const { client } of [source, cluster])
      for (const key of ['a', 'b', 'c', 'd']) await client.set(key, `the value of ${key}`);
    const as = (mode: string): string =>
      planOf({ old: `url: "${source.url}"`, target: `url: "${cluster.url}", mode: ${mode}` });
    const waybill = new CommandLine({ plan: as('standalone') });
    const failed = await waybill.run('apply');
    expect(failed.code).not.toBe(0);
    const said = failed.stdout + failed.stderr;
    expect(said).toContain('CROSSSLOT');
    expect(said).toContain('mode: cluster');
    expect(said).toContain('mode: proxy');
    for (const mode of ['proxy', 'cluster']) expectCode(0, await new CommandLine({ plan: as(mode) }).run('apply'));
  });
});

describe.skipIf(!canStartRedis())('values whose elements are large', () => {
  const LARGE = Buffer.alloc(3_000_000);
  const many = (count: number) => Array.from({ length: count }, () => randomFillSync(Buffer.from(LARGE)));

  it.each(['digest', 'dump'])('are compared by %s, fewer of them at once', async (level) => {
    await using source = await RedisServer.start();
    await using target = await RedisServer.start();
    const items = many(6);
    for (const { client } of [source, target]) {
      await client.rpush('list', ...items);
      await client.hset('hash', ...items.flatMap((item, at) => [`field-${at}`, item]));
      for (const [at, item] of items.entries()) await client.xadd('stream', `${at + 1}-1`, 'field', item);
    }
    await using pair = new JobPair({ url: source.url }, { url: target.url });
    const compare = () => pair.compare({ level, rounds: 1, interval_ms: 1 });
    expect(await compare()).toMatchObject({ kind: 'succeeded', outputs: { keys: 3 } });
    await target.client.lset('list', 5, 'another');
    await target.client.hset('hash', 'field-5', 'another');
    expect(await compare()).toMatchObject({ kind: 'failed', outputs: { result: 'different', changed: 2 } });
  });

  it.each(['digest', 'dump'])('are named where one of them is too large for an answer, by %s', async (level) => {
    await using source = await RedisServer.start();
    await using target = await RedisServer.start();
    const item = randomFillSync(Buffer.alloc(20_000_000));
    for (const { client } of [source, target]) await client.hset('the-large-one', 'field', item);
    await using pair = new JobPair({ url: source.url }, { url: target.url });
    await expect(pair.compare({ level, rounds: 1, interval_ms: 1 })).rejects.toMatchObject({
      vendorCode: 'ELEMENT_TOO_LARGE',
      message: expect.stringContaining('The key the-large-one in database 0 has an element that is too large'),
    });
    expect(await pair.compare({ level: 'keys', rounds: 1, interval_ms: 1 })).toMatchObject({ kind: 'succeeded' });
  });
});

describe.skipIf(!canStartRedis())('a copy by the sandbox', () => {
  it('into a read-only replica fails its task, which says why', async () => {
    await using master = await RedisServer.start();
    await using replica = await RedisServer.start({ config: [`replicaof 127.0.0.1 ${master.port}`] });
    await expect.poll(async () => await replica.client.info('replication')).toContain('master_link_status:up');
    const instances = [
      { id: SOURCE, data: { keys: 20, bigValueBytes: 100 } },
      { id: TARGET, address: `127.0.0.1:${replica.port}` },
    ];
    const vendor = await RealSandbox.start({ instances });
    const task = await vendor.migrate('full_amount_migration');
    expect(await vendor.until(task, 'MIGRATION_FAILED')).toMatchObject({
      error_message: expect.stringContaining('READONLY'),
    });
    expect(await replica.client.dbsize()).toBe(0);
  });

  it('leaves out of a cluster what concerns keys in several slots, says so in its log, and is found out', async () => {
    const instances = [
      { id: SOURCE, data: { keys: 20, bigValueBytes: 100, databases: [0] } },
      { id: TARGET, mode: 'cluster' },
    ];
    const vendor = await RealSandbox.start({ instances });
    const task = await vendor.migrate('incremental_migration');
    await vendor.until(task, 'INCRMIGEATING');
    const [source, target] = [vendor.connect(SOURCE), vendor.connect(TARGET)];
    await source.mset('one', '1', 'two', '2');
    await source.mset('{same}one', '1', '{same}two', '2');
    await expect.poll(async () => await target.get('{same}two')).toBe('2');
    expect(await target.exists('one')).toBe(0);
    const log = await vendor.call('GET', `/migration-task/${task}/logs`);
    expect(JSON.stringify(log.json)).toContain('CROSSSLOT');
    const plan = planOf({ old: `url: "${vendor.url(SOURCE)}"`, target: `url: "${vendor.url(TARGET)}"` });
    const found = expectCode(8, await new CommandLine({ plan }).run('apply'));
    expect(found.stdout + found.stderr).toMatch(/2 missing in the target \(one, two\)/);
  });

  it.each(['dump.aof', 'backup.zip', 'backup.tar.gz'])(
    'of the backup %s is refused, and the target stays as it was',
    async (name) => {
      const vendor = await RealSandbox.start({ buckets: '.' });
      const target = vendor.connect(TARGET);
      await target.set('only-here', 'kept');
      const created = await vendor.call('POST', '/migration-task', {
        task_name: 'archive',
        migration_type: 'backupfile_import',
        migration_method: 'full_amount_migration',
        backup_files: { file_source: 'self_build_obs', bucket_name: 'backups', files: [{ file_name: name }] },
        target_instance: { id: TARGET },
      });
      const failed = await vendor.until(String(created.json['id']), 'FAILED');
      expect(failed['error_message']).toBe(`The sandbox imports only files that end in .rdb, not ${name}.`);
      expect(await target.dbsize()).toBe(1);
    },
  );
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { waitFor } from '../e2e/support/processes.ts';
import { JobPair } from './support/job-pair.ts';
import { PAIR, RealSandbox, SOURCE, TARGET } from './support/real-sandbox.ts';
import { canStartRedis } from './support/redis-server.ts';

async function compare(vendor: RealSandbox, input = {}): Promise<Readonly<Record<string, unknown>>> {
  const pair = new JobPair({ url: vendor.url(SOURCE) }, { url: vendor.url(TARGET) });
  try {
    const summary = await pair.compare({ level: 'digest', rounds: 1, interval_ms: 10, ...input });
    return summary.kind === 'succeeded' ? summary.outputs : summary;
  } finally {
    await pair[Symbol.asyncDispose]();
  }
}

describe.skipIf(!canStartRedis())('an online migration between real servers', () => {
  it('copies everything, and then what is written, into a target that keeps what only it has', async () => {
    const vendor = await RealSandbox.start();
    const [source, target] = [vendor.connect(SOURCE), vendor.connect(TARGET)];
    await target.set('only-here', 'kept');
    await target.set('counter:1', 'overwritten');
    const taskId = await vendor.migrate('incremental_migration');
    await vendor.until(taskId, 'INCRMIGEATING');
    expect(await target.get('counter:1')).toBe(await source.get('counter:1'));

    await source.multi().incr('visits').set('later', 'x', 'EX', 1_000).exec();
    await source.select(3);
    await source.rpush('queue:later', 'a', 'b');
    await Promise.all(Array.from({ length: 500 }, (_, at) => source.incr(`live:${at % 7}`)));
    await source.eval("redis.call('set', KEYS[1], 'by a script')", 1, 'scripted');
    await vendor.untilCaughtUp(taskId);
    await waitFor(
      'the target has it',
      async () => (await source.dbsize()) <= Number((await vendor.stats(taskId))['target_dbsize']),
    );
    expect(await compare(vendor, { expect: 'superset' })).toMatchObject({ result: 'equal' });
    expect(await target.get('only-here')).toBe('kept');
    let keys = await source.dbsize();
    await source.select(0);
    keys += await source.dbsize();
    await waitFor('both sides are counted', async () => {
      const stats = await vendor.stats(taskId);
      return stats['source_dbsize'] === String(keys) && stats['target_dbsize'] === String(keys + 1);
    });
    expect(await vendor.stats(taskId)).toMatchObject({
      full_migration_progress: '100',
      offset: '0',
      is_migrating: true,
    });
  });

  it('carries over no FLUSHDB and no FLUSHALL, and nothing after its stop', async () => {
    const vendor = await RealSandbox.start();
    const [source, target] = [vendor.connect(SOURCE), vendor.connect(TARGET)];
    const taskId = await vendor.migrate('incremental_migration');
    await vendor.until(taskId, 'INCRMIGEATING');
    const keys = await target.dbsize();
    await source.flushdb();
    await source.flushall();
    await source.set('after', 'the flush');
    await waitFor('it has arrived', async () => (await target.get('after')) === 'the flush');
    expect(await target.dbsize()).toBe(keys + 1);

    await vendor.call('POST', `/migration-task/${taskId}/stop`);
    await vendor.until(taskId, 'TERMINATED');
    await source.set('later', 'x');
    const second = await vendor.migrate('full_amount_migration');
    expect(await target.exists('later')).toBe(0);
    await vendor.until(second, 'SUCCESS');
    expect(await target.get('later')).toBe('x');
  });

  it('copies database 0 into a cluster, and nothing of the others', async () => {
    const [source] = PAIR;
    const vendor = await RealSandbox.start({ instances: [source ?? { id: SOURCE }, { id: TARGET, mode: 'cluster' }] });
    const [from, to] = [vendor.connect(SOURCE), vendor.connect(TARGET)];
    expect(await from.dbsize()).toBeGreaterThan(0);
    const taskId = await vendor.migrate('incremental_migration');
    await vendor.until(taskId, 'INCRMIGEATING');
    await from.multi().set('a', '1').set('b', '2').exec();
    await from.select(3);
    await from.set('elsewhere', 'x');
    await from.select(0);
    await from.set('last', 'x');
    await waitFor('it has arrived', async () => (await to.get('last')) === 'x');
    expect([await to.get('a'), await to.get('b'), await to.exists('elsewhere')]).toEqual(['1', '2', 0]);
    expect(await to.dbsize()).toBe(await from.dbsize());
  });

  it.each(['source_instance', 'target_instance'])('fails with a wrong password of the %s', async (side) => {
    const secured = PAIR.map((spec) => ({ ...spec, password: 'right' }));
    const vendor = await RealSandbox.start({ instances: secured });
    const sides = {
      source_instance: { id: SOURCE, password: 'right' },
      target_instance: { id: TARGET, password: 'right' },
    };
    const wrong = side === 'source_instance' ? SOURCE : TARGET;
    const failing = await vendor.migrate('full_amount_migration', { ...sides, [side]: { id: wrong, password: 'no' } });
    expect(await vendor.until(failing, 'MIGRATION_FAILED')).toMatchObject({
      error_message: expect.stringContaining('WRONGPASS'),
    });
    await vendor.until(await vendor.migrate('full_amount_migration', sides), 'SUCCESS');
    expect(await vendor.connect(TARGET, { password: 'right' }).dbsize()).toBe(300);
  });

  it('reaches servers of this machine by their addresses, and no others', async () => {
    const vendor = await RealSandbox.start();
    const { host, port } = vendor.address(SOURCE);
    const task = await vendor.migrate('full_amount_migration', { source_instance: { addrs: `${host}:${port}` } });
    await vendor.until(task, 'SUCCESS');
    const other = await vendor.migrate('full_amount_migration', { source_instance: { addrs: '192.168.1.1:6379' } });
    expect(await vendor.until(other, 'MIGRATION_FAILED')).toMatchObject({
      error_message: '192.168.1.1:6379 is not an address that a sandbox can reach.',
    });
  });
});

describe.skipIf(!canStartRedis())('the addresses of two real instances', () => {
  it('lead to the other server once they are exchanged, with all that was written, and back by a rollback', async () => {
    const vendor = await RealSandbox.start();
    const client = vendor.connect(SOURCE);
    const before = vendor.address(SOURCE);
    const taskId = await vendor.migrate('incremental_migration');
    await vendor.until(taskId, 'INCRMIGEATING');
    let acknowledged = 0;
    const writing = new AbortController();
    onTestFinished(() => writing.abort());
    const writer = (async () => {
      for await (const _ of everyTurn(writing.signal))
        acknowledged = await client.incr('written').catch(() => acknowledged);
    })();
    await waitFor('it writes', () => acknowledged > 50);
    await vendor.exchange(taskId);
    expect(await vendor.show(taskId)).toMatchObject({ status: 'TERMINATED', task_status: 'EXCHANGE_SUCCESS' });
    const written = acknowledged;
    await waitFor('it writes at the new server', () => acknowledged > written + 50);
    writing.abort();
    await writer;

    // The writer's next number follows the last one that was acknowledged, or one whose answer was lost.
    expect(vendor.address(TARGET)).toEqual(before);
    expect(await client.get('written')).toBe(String(acknowledged));
    const left = Number(await vendor.connect(SOURCE).get('written'));
    expect(left).toBeLessThan(acknowledged);
    expect((await vendor.call('GET', `/instances/${TARGET}`)).json).toMatchObject({
      ip: before.host,
      port: before.port,
    });

    const answer = await vendor.call('POST', `/migration-task/${taskId}/rollback-ip`);
    expect(answer.status).toBe(204);
    await waitFor('they are back', async () => (await vendor.show(taskId))['task_status'] === 'ROLLBACK_SUCCESS');
    expect(vendor.address(SOURCE)).toEqual(before);
    await waitFor('the client is back', async () => (await client.get('written').catch(() => '')) === String(left));
    expect(await client.incr('written')).toBe(left + 1);
  });
});

async function* everyTurn(signal: AbortSignal): AsyncGenerator<void> {
  while (!signal.aborted) yield await nextTurn();
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { ServedSandbox } from '../e2e/support/served-sandbox.ts';
import { fastConnections } from './support/fast-connections.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';
import { fill } from './support/sample-data.ts';

/** Nothing listens there. */
const NOBODY = 'redis://127.0.0.1:9';

/** The vendor is the sandbox, which moves no keys: the copy is there as its task would have made it. */
describe.skipIf(!canStartRedis())('a migration into an instance of the vendor', () => {
  let source: RedisServer;
  let target: RedisServer;

  beforeAll(async () => {
    [source, target] = await Promise.all([RedisServer.start(), RedisServer.start()]);
  });
  afterAll(async () => {
    await Promise.all([source, target].map((server) => server[Symbol.asyncDispose]()));
  });
  beforeEach(async () => {
    await Promise.all([source.client.flushall(), target.client.flushall()]);
    await Promise.all([fill(source.client), fill(target.client, undefined, true)]);
    const expiry = await source.client.call('PEXPIRETIME', 'expiring');
    await target.client.call('PEXPIREAT', 'expiring', String(expiry));
  });

  const vendorOf = () =>
    ServedSandbox.start({
      seed: 5,
      durations: { dcsMachineCreationMs: 50, dcsJobMs: 50, dcsFullSyncMs: 100, dcsCatchUpMs: 50 },
    });

  const planOf = ({ method = 'full_amount_migration', targetUrl = target.url } = {}) => `version: 1
name: verified
${fastConnections({ old: source.url, target: targetUrl })}
defaults: { retry: { max_attempts: 2, initial_interval: 10ms } }
migrations:
  sessions:
    uses: cache.online-migration
    with:
      name: sessions
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: ${method}
      source_instance: { addrs: "192.168.1.1:6379" }
      target_instance: { addrs: "192.168.1.9:6379" }
    verify: { level: digest, rounds: 1, interval: 10ms, connect: { source: old, target: new } }
`;

  it('is compared when it has ended, and again, and says what is stale', async () => {
    const vendor = await vendorOf();
    const waybill = CommandLine.on(vendor, { plan: planOf() });
    const report = expectCode(0, await waybill.run('apply', '--report', 'report.md'));
    expect(readFileSync(join(waybill.folder, 'report.md'), 'utf8'), report.stderr).toMatch(/equal by digest/);
    expectCode(0, await waybill.run('verify'));
    await source.client.set('key-3', 'later');
    expect(expectCode(0, await waybill.run('status', '--freshness')).stdout).toContain('stale');
    const again = expectCode(8, await waybill.run('verify', '--level', 'dump'));
    expect(again.stdout + again.stderr).toContain('key-3');
  });

  it('fails where keys are not what they were, and nobody is asked to cut over', async () => {
    const vendor = await vendorOf();
    const plan = planOf({ method: 'incremental_migration' });
    const waybill = CommandLine.on(vendor, { plan });
    await target.client.set('key-18', 'value-81');
    const failed = expectCode(8, await waybill.run('apply'));
    expect(failed.stdout + failed.stderr).toContain('key-18');
    expect(expectCode(0, await waybill.run('status')).stdout).not.toContain('waybill cutover');
    await target.client.set('key-18', 'value-18');
    expectCode(3, await waybill.run('resume', '--retry-failed'));
    expectCode(0, await waybill.run('verify'));
    await source.client.set('key-3', 'later');
    const gate = await waybill.run('cutover');
    expect(gate.code).not.toBe(0);
    expect(gate.stderr).toContain('stale');
    expect(vendor.taskCount()).toBe(1);
  });

  it('is refused before the task is made where this machine does not reach a side, or both are one server', async () => {
    const vendor = await vendorOf();
    for (const [targetUrl, words] of [
      [NOBODY, `The server new (${NOBODY}) cannot be reached from this machine`],
      [source.url.replace('127.0.0.1', 'localhost'), 'Source and target are the same server'],
    ] as const) {
      const waybill = CommandLine.on(vendor, { plan: planOf({ targetUrl }) });
      const plan = await waybill.run('plan', '--json');
      expect(plan.stdout).toContain(words);
      expect((await waybill.run('apply')).code).not.toBe(0);
    }
    expect(vendor.taskCount()).toBe(0);
  });
});

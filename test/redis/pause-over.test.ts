import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { waitFor } from '../e2e/support/processes.ts';
import { exchangePlan } from './support/exchange-plan.ts';
import { RealSandbox, SOURCE, TARGET } from './support/real-sandbox.ts';
import { canStartRedis } from './support/redis-server.ts';

const PAUSED = { cutover: ', freeze: client-pause' };
const GO = ['--target', 'sessions', '--auto-approve'] as const;
const HELD = [{ operation: 'ExchangeInstanceIp', fault: { kind: 'hold', when: 'before' } }] as const;
const LATE = 200;
/** More than are all compared while writers wait. */
const MANY = 20_001;

describe.skipIf(!canStartRedis())('a pause that is over before the addresses are exchanged', () => {
  it('is made anew, and what was written meanwhile is copied and compared, before the exchange is sent again', async () => {
    const vendor = await RealSandbox.start();
    const client = vendor.connect(SOURCE);
    const waybill = CommandLine.on(vendor.served(), { plan: exchangePlan(vendor, PAUSED) });
    expectCode(3, await waybill.run('apply'));
    const served = vendor.served();
    served.setFaults(HELD);
    const cutover = waybill.start('cutover', ...GO);
    await waitFor('it is about to exchange', () => served.held().length === 1);
    cutover.kill('SIGKILL');
    await cutover.ended;
    // As after five minutes.
    await client.call('CLIENT', ['UNPAUSE']);
    for (let key = 0; key < LATE; key += 1) await client.set(`late:${key}`, `${key}`);
    served.release();
    served.setFaults(HELD);
    const resumed = waybill.start('resume');
    await waitFor('it is about to exchange again', () => served.held().length === 1);
    let isWritten = false;
    const write = client.set('waits', '1').then(
      () => {
        isWritten = true;
      },
      // The exchange cuts off whoever still waits.
      () => {},
    );
    const reader = vendor.connect(SOURCE);
    for (let read = 0; read < 50; read += 1) {
      await nextTurn();
      expect(await reader.get('waits')).toBeNull();
    }
    expect(isWritten).toBe(false);
    served.release();
    const ended = await resumed.ended;
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    await write;
    const copy = vendor.connect(SOURCE);
    expect(await copy.mget(...Array.from({ length: LATE }, (_, key) => `late:${key}`))).toEqual(
      Array.from({ length: LATE }, (_, key) => `${key}`),
    );
    await vendor.connect(TARGET).set('probe', '1');
    expect(served.taskCount()).toBe(1);
    const { stdout } = await waybill.run('status');
    expect(stdout).not.toContain('CLIENT UNPAUSE');
  });

  it('is made anew by a run after one that died before anything was compared under it, while writers write', async () => {
    const vendor = await RealSandbox.start();
    const waybill = CommandLine.on(vendor.served(), { plan: exchangePlan(vendor, PAUSED) });
    expectCode(3, await waybill.run('apply'));
    const served = vendor.served();
    served.setFaults([{ operation: 'ShowMigrationTaskStats', fault: { kind: 'hold', when: 'before' } }]);
    const cutover = waybill.start('cutover', ...GO);
    await waitFor('it waits for the last writes', () => served.held().length === 1);
    expect((await waybill.run('status')).stdout).toContain('CLIENT UNPAUSE');
    cutover.kill('SIGKILL');
    await cutover.ended;
    served.release();
    await vendor.connect(SOURCE).call('CLIENT', ['UNPAUSE']);
    const client = vendor.connect(SOURCE);
    const writer = writeOn(client);
    const resumed = await waybill.run('resume');
    const written = await writer.stop();
    expectCode(0, resumed);
    expect(resumed.stdout + resumed.stderr).toContain('may no longer hold');
    expect(written).toBeGreaterThan(0);
    // At the same address, which is that of the copy by now.
    expect(Number(await client.get('written'))).toBeGreaterThanOrEqual(written);
  });

  it('is lifted where a key was lost before it, which was compared already, and nothing is exchanged', async () => {
    const vendor = await RealSandbox.start();
    const waybill = await damagedAtGate(vendor);
    const address = vendor.address(SOURCE);
    const cutover = await waybill.run('cutover', ...GO);
    expectCode(8, cutover);
    expect(cutover.stdout).toContain('victim');
    expect(vendor.address(SOURCE)).toEqual(address);
    await vendor.connect(SOURCE).set('probe', '1');
  });

  it('may have followed a lost key where there are many, which status names where writers write on, until verify finds it repaired', async () => {
    const vendor = await RealSandbox.start();
    const many = Array.from({ length: MANY }, (_, key) => [`many:${key}`, `${key}`]);
    await vendor.connect(SOURCE).mset(Object.fromEntries(many));
    const waybill = await damagedAtGate(vendor);
    const writer = writeOn(vendor.connect(SOURCE));
    const cutover = await waybill.run('cutover', ...GO);
    await writer.stop();
    expectCode(0, cutover);
    const { stdout } = await waybill.run('status');
    for (const text of [cutover.stdout + cutover.stderr, stdout]) {
      expect(text.replaceAll(/\s+/g, ' ')).toContain('accepted because clients had written to the copy');
      expect(text).toContain('victim');
      expect(text.replaceAll(/\s+/g, ' ')).toMatch(
        /Was frozen sessions\.pause: for .* until sessions\.exchange was sent/,
      );
    }
    for (const side of [SOURCE, TARGET]) await vendor.connect(side).mset({ victim: 'whole', written: '0' });
    expectCode(0, await waybill.run('verify'));
    expect((await waybill.run('status')).stdout).not.toContain('let pass');
  });
});

/** One key has changed at the target alone, after it was compared. */
async function damagedAtGate(vendor: RealSandbox): Promise<CommandLine> {
  await vendor.connect(SOURCE).set('victim', 'whole');
  const waybill = CommandLine.on(vendor.served(), { plan: exchangePlan(vendor, PAUSED) });
  expectCode(3, await waybill.run('apply'));
  await vendor.connect(TARGET).set('victim', 'cut');
  return waybill;
}

/** Counts as fast as the server answers. `stop`: gives the last count that was acknowledged. */
function writeOn(client: Redis): { readonly stop: () => Promise<number> } {
  const writing = new AbortController();
  onTestFinished(() => writing.abort());
  let acknowledged = 0;
  const written = (async () => {
    while (!writing.signal.aborted) {
      await nextTurn();
      acknowledged = await client.incr('written').catch(() => acknowledged);
    }
  })();
  return {
    stop: async () => {
      writing.abort();
      await written;
      return acknowledged;
    },
  };
}

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

async function atGate(vendor: RealSandbox, how: { readonly isAddressed?: true } = {}): Promise<CommandLine> {
  const waybill = CommandLine.on(vendor.served(), { plan: exchangePlan(vendor, { ...PAUSED, ...how }) });
  expectCode(3, await waybill.run('apply'));
  return waybill;
}

/** Counts as fast as the server answers, until the test ends. */
function countOn(client: Redis): { readonly acknowledged: () => number; readonly stop: () => Promise<void> } {
  const writing = new AbortController();
  onTestFinished(() => writing.abort());
  let acknowledged = 0;
  const writer = (async () => {
    while (!writing.signal.aborted) {
      await nextTurn();
      acknowledged = await client.incr('written').catch(() => acknowledged);
    }
  })();
  return {
    acknowledged: () => acknowledged,
    stop: async () => {
      writing.abort();
      await writer;
    },
  };
}

/** Whether a write is answered at once, and not when a pause has ended. */
async function isWritable(client: Redis): Promise<boolean> {
  await client.del('probe');
  await client.set('probe', '1');
  return (await client.get('probe')) === '1';
}

/** Connections of the plan, or the addresses that the service gives. */
const CALLED = [
  { called: 'over connections', how: {} },
  { called: 'where the service says they are', how: { isAddressed: true } },
] as const;

describe.skipIf(!canStartRedis()).each(CALLED)(
  'writers of real instances, called $called, that wait for an exchange of addresses',
  ({ how }) => {
    it('lose nothing, and go on at the copy', async () => {
      const vendor = await RealSandbox.start();
      const client = vendor.connect(SOURCE);
      const waybill = await atGate(vendor, how);
      const writer = countOn(client);
      await waitFor('it writes', () => writer.acknowledged() > 50);
      expectCode(0, await waybill.run('cutover', ...GO));
      const written = writer.acknowledged();
      await waitFor('it writes at the copy', () => writer.acknowledged() > written + 50);
      await writer.stop();
      expect(await client.get('written')).toBe(String(writer.acknowledged()));
      // The server that was paused is at the other address, and is paused no more.
      expect(await isWritable(vendor.connect(TARGET))).toBe(true);
      expect((await waybill.run('status')).stdout).not.toContain('CLIENT UNPAUSE');
    });

    it('are let go when the exchange fails, and are at the source as before', async () => {
      const fault = { kind: 'task-fails', status: 'EXCHANGE_FAILED' } as const;
      const vendor = await RealSandbox.start({ faults: [{ operation: 'ExchangeInstanceIp', fault }] });
      const client = vendor.connect(SOURCE);
      const address = vendor.address(SOURCE);
      const waybill = await atGate(vendor, how);
      const failed = await waybill.run('cutover', ...GO);
      expect(failed.code).not.toBe(0);
      expect(failed.stdout + failed.stderr).toContain('EXCHANGE_FAILED');
      expect(vendor.address(SOURCE)).toEqual(address);
      expect(await isWritable(client)).toBe(true);
      expect((await waybill.run('rollback', ...GO, '--reason', 'tried')).stderr).toContain('resume the plan first');
    });

    it('wait on while the run is dead, which status says first, and are let go by the next one', async () => {
      const vendor = await RealSandbox.start();
      const client = vendor.connect(SOURCE);
      const waybill = await atGate(vendor, how);
      const served = vendor.served();
      served.setFaults([{ operation: 'ExchangeInstanceIp', fault: { kind: 'hold', when: 'before' } }]);
      const cutover = waybill.start('cutover', ...GO);
      await waitFor('it is about to exchange', () => served.held().length === 1);
      let isWritten = false;
      const write = client.incr('waits').then(
        () => {
          isWritten = true;
        },
        // The exchange cuts off whoever still waits.
        () => {},
      );
      cutover.kill('SIGKILL');
      await cutover.ended;
      expect(await vendor.connect(SOURCE).get('waits')).toBeNull();
      const { stdout } = await waybill.run('status');
      expect(stdout).toContain('the writers of the source are paused');
      expect(stdout).toContain('CLIENT UNPAUSE');
      expect(isWritten).toBe(false);
      served.release();
      expectCode(0, await waybill.run('resume'));
      await write;
      expect(await isWritable(vendor.connect(SOURCE))).toBe(true);
      expect(await isWritable(vendor.connect(TARGET))).toBe(true);
      expect(served.taskCount()).toBe(1);
    });

    it('are let go by a run that is asked to stop', async () => {
      const vendor = await RealSandbox.start();
      const client = vendor.connect(SOURCE);
      const waybill = await atGate(vendor, how);
      const served = heldWhilePaused(vendor);
      const cutover = waybill.start('cutover', ...GO);
      await waitFor('it waits for the last writes', () => served.held().length === 1);
      cutover.kill('SIGINT');
      const written = client.incr('written');
      served.release();
      const ended = await cutover.ended;
      expect(ended.code, ended.stdout + ended.stderr).toBe(4);
      expect(ended.stdout + ended.stderr).not.toContain('CLIENT UNPAUSE');
      expect(await written).toBe(1);
      expectCode(0, await waybill.run('resume'));
      expect(await client.get('written')).toBe('1');
    });
  },
);

describe.skipIf(!canStartRedis())('writers of a real instance that wait', () => {
  it('are let go by a run that gives up because the credentials of the copy are refused, and wait anew in the next one', async () => {
    const vendor = await RealSandbox.start();
    const client = vendor.connect(SOURCE);
    const waybill = await atGate(vendor);
    const served = heldWhilePaused(vendor);
    const copy = vendor.connect(TARGET);
    const others = await clientIds(copy);
    const cutover = waybill.start('cutover', ...GO);
    await waitFor('it waits for the last writes', () => served.held().length === 1);
    await copy.call('CONFIG', ['SET', 'requirepass', 'another']);
    for (const id of await clientIds(copy)) if (!others.includes(id)) await copy.call('CLIENT', ['KILL', 'ID', id]);
    served.release();
    const ended = await cutover.ended;
    expect(ended.code, ended.stdout + ended.stderr).toBe(5);
    const shown = ended.stdout + ended.stderr;
    expect(shown.replaceAll(/\s+/g, ' ')).toContain('the credentials of new were refused');
    expect(shown).not.toContain('CLIENT UNPAUSE');
    expect(await isWritable(client)).toBe(true);
    expect((await waybill.run('status')).stdout).not.toContain('CLIENT UNPAUSE');
    await copy.call('CONFIG', ['SET', 'requirepass', '']);
    const writer = countOn(client);
    expectCode(0, await waybill.run('resume'));
    await writer.stop();
    expect(Number(await client.get('written'))).toBeGreaterThanOrEqual(writer.acknowledged());
  });

  it('are let go where a server called at its address refuses the password, and wait anew once it is retried', async () => {
    const vendor = await RealSandbox.start();
    const client = vendor.connect(SOURCE);
    const waybill = await atGate(vendor, { isAddressed: true });
    const served = heldWhilePaused(vendor);
    const copy = vendor.connect(TARGET);
    const others = await clientIds(copy);
    const cutover = waybill.start('cutover', ...GO);
    await waitFor('it waits for the last writes', () => served.held().length === 1);
    await copy.call('CONFIG', ['SET', 'requirepass', 'another']);
    for (const id of await clientIds(copy)) if (!others.includes(id)) await copy.call('CLIENT', ['KILL', 'ID', id]);
    served.release();
    const ended = await cutover.ended;
    expect(ended.code, ended.stdout + ended.stderr).not.toBe(0);
    expect(ended.stdout + ended.stderr).toContain('NOAUTH');
    expect(await isWritable(client)).toBe(true);
    expect((await waybill.run('status')).stdout).not.toContain('CLIENT UNPAUSE');
    await copy.call('CONFIG', ['SET', 'requirepass', '']);
    expectCode(0, await waybill.run('resume', '--retry-failed'));
    await vendor.connect(SOURCE).set('probe', '2');
    expect(served.taskCount()).toBe(1);
  });
});

/** The vendor says nothing of what is to be copied, from now on. */
function heldWhilePaused(vendor: RealSandbox): ReturnType<RealSandbox['served']> {
  const served = vendor.served();
  served.setFaults([{ operation: 'ShowMigrationTaskStats', fault: { kind: 'hold', when: 'before' } }]);
  return served;
}

async function clientIds(client: Redis): Promise<readonly string[]> {
  const list = String(await client.call('CLIENT', ['LIST']));
  return [...list.matchAll(/^id=(\d+)/gm)].map(([, id = '']) => id);
}

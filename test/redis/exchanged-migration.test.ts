import { describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { exchangePlan } from './support/exchange-plan.ts';
import { RealSandbox, SOURCE, TARGET } from './support/real-sandbox.ts';
import { canStartRedis } from './support/redis-server.ts';

const GO = ['--target', 'sessions', '--auto-approve', '--reason', 'tried'] as const;

describe.skipIf(!canStartRedis())('an exchange of the addresses of real instances', () => {
  it('is compared while frozen and at the new address, again at any time, and is rolled back', async () => {
    const vendor = await RealSandbox.start();
    const waybill = CommandLine.on(vendor.served(), { plan: exchangePlan(vendor) });
    const client = vendor.connect(SOURCE);
    const address = vendor.address(SOURCE);
    expectCode(3, await waybill.run('apply'));
    await client.set('before', 'the cut-over');
    const cutover = expectCode(0, await waybill.run('cutover', ...GO));
    expect(vendor.address(TARGET)).toEqual(address);
    expect(await client.get('before')).toBe('the cut-over');
    const done = (await waybill.journal()).flatMap((record) => (record.kind === 'step.succeeded' ? [record.step] : []));
    expect(done.slice(-8).map((step) => step.replace('sessions.', ''))).toEqual([
      'await-lag-final',
      'count-frozen',
      'compare-frozen',
      'note-sides',
      'exchange',
      'await-exchanged',
      'check-moved',
      'compare-moved',
    ]);
    expect(cutover.stdout + cutover.stderr).toContain('sessions');

    expectCode(0, await waybill.run('verify'));
    await client.set('since', 'the exchange');
    const different = expectCode(8, await waybill.run('verify'));
    expect(different.stdout + different.stderr).toMatch(/1 only in the target \(since\)/);

    const refused = expectCode(1, await waybill.run('rollback', ...GO, '--copy-back'));
    expect(refused.stderr).toContain('a separate migration');
    const back = expectCode(0, await waybill.run('rollback', ...GO));
    expect(back.stdout + back.stderr).toMatch(/1 only in the target \(since\)/);
    expect(back.stdout + back.stderr).not.toContain('--delete-target');
    expect(vendor.address(SOURCE)).toEqual(address);
    expect(await client.get('since').catch(() => client.get('since'))).toBeNull();
    expect(await vendor.connect(TARGET).get('since')).toBe('the exchange');
    expect((await waybill.run('status')).stdout).not.toContain('--delete-target');
    expectCode(8, await waybill.run('verify'));
    expect(vendor.served().taskCount()).toBe(1);
  });
});

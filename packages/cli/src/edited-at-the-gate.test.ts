import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters, TWENTY_DOCUMENTS } from './testing/two-clusters.ts';

const planWith = (copy: string): string =>
  planOfTwoClusters(`  orders:
    uses: new.reindex
    with: { source: { connection: old, index: orders }, dest: { index: ${copy} }, method: bulk }
    cutover: { mode: clients }
`);

let session: SandboxSession;

beforeEach(async () => {
  session = await SandboxSession.open(planWith('copy'));
  const clusters = [
    { name: 'old', version: '7.10.2', security: null, indices: { orders: { documents: TWENTY_DOCUMENTS } } },
    { name: 'new', version: '7.17.28', security: null },
  ];
  session.sandbox.control.setSettings({ elasticsearch: { clusters } });
  expect((await session.run('apply')).code).toBe(3);
});

afterEach(async () => await session[Symbol.asyncDispose]());

const CHANGED = 6;

/** What was approved of another plan would open the gate of this one later, without anybody being asked. */
describe.each([
  ['cutover', []],
  ['approve', ['orders']],
])('%s of a plan that was edited since it was applied', (command, targets) => {
  test.each([
    ['on a terminal', [], 'y'],
    ['without one', ['--auto-approve'], undefined],
  ] as const)('is refused before anybody is asked, %s', async (_name, flags, answer) => {
    session.writePlan(planWith('other'));
    const { code, stderr, io } = await session.run(
      command,
      [...targets, ...flags],
      answer === undefined ? {} : { answer },
    );
    expect([code, io.questions]).toEqual([CHANGED, []]);
    expect(stderr).toContain('error RUN_PLAN_CHANGED: The plan changed steps that were already done or begun');
    expect(stderr).toContain('waybill resume shop.yaml');
    session.writePlan(planWith('copy'));
    const resumed = await session.run('resume');
    expect([resumed.code, resumed.stdout.includes('confirm-clients')]).toEqual([3, false]);
    expect((await session.run('state export')).stdout).not.toContain('gate.approved');
  });

  test('is taken once the edit is undone', async () => {
    session.writePlan(planWith('other'));
    expect((await session.run(command, [...targets, '--auto-approve'])).code).toBe(CHANGED);
    session.writePlan(planWith('copy'));
    const approved = await session.run(command, [...targets, '--auto-approve']);
    expect(approved.code, approved.stderr).toBe(command === 'cutover' ? 3 : 0);
  });
});

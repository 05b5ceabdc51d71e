import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SandboxSession, SHOP_PLAN } from '../testing/sandbox-session.ts';

/** The plan's Redis stands at its cutover. */
async function atTheGate(approvals = ''): Promise<SandboxSession> {
  const session = await SandboxSession.open(`${SHOP_PLAN}${approvals}`);
  expect((await session.run('apply', ['--auto-approve', '--quiet'])).code).toBe(3);
  return session;
}

async function approvals(session: SandboxSession): Promise<readonly Record<string, unknown>[]> {
  const { stdout } = await session.run('state export');
  const records = stdout.split('\n').filter(Boolean);
  return records.map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'gate.approved');
}

describe('an approval on a terminal', () => {
  test('lists what follows and asks; a no changes nothing', async () => {
    await using session = await atTheGate();
    const { code, stderr, io } = await session.run('approve', ['sessions'], { answer: 'n' });
    expect(code).toBe(4);
    expect(stderr).toContain('sessions.cutover\n  Before: Stop every writer of the source');
    expect(stderr).toContain('    - stop the replication\n    - wait until the replication has stopped\n');
    expect(stderr).toContain('Not approved; nothing was changed.');
    expect(io.questions).toEqual(['Approve this gate? [y/N] ']);
    expect((await session.run('resume', ['--quiet'])).code).toBe(3);
  });

  test('keeps its reason in the journal', async () => {
    await using session = await atTheGate();
    const given = await session.run('approve', ['sessions', '--reason', 'CHG-42'], { answer: 'yes' });
    expect(given.code).toBe(0);
    expect((await session.run('resume', ['--quiet'])).code).toBe(0);
    expect(await approvals(session)).toMatchObject([
      { step: 'sessions.cutover', by: 'tester@host-1', reason: 'CHG-42' },
    ]);
  });
});

test('without a terminal it is refused unless --auto-approve says so, and a reason has to say something', async () => {
  await using session = await atTheGate();
  expect((await session.run('approve', ['sessions', '--reason', '…', '--auto-approve'])).code).toBe(1);
  for (const flags of [[], ['--json']]) {
    const refused = await session.run('approve', ['sessions', ...flags]);
    expect(refused.code).toBe(1);
    expect(refused.stdout + refused.stderr).toContain(
      'sessions.cutover was not approved: there is no terminal to prompt on',
    );
  }
  expect((await session.run('resume', ['--quiet'])).code).toBe(3);
  expect((await session.run('approve', ['sessions', '--auto-approve'])).code).toBe(0);
  expect((await session.run('resume', ['--quiet'])).code).toBe(0);
  expect((await approvals(session)).map((record) => 'reason' in record)).toEqual([false]);
});

test('said twice it is approved once, and the second time says so without asking', async () => {
  await using session = await atTheGate();
  expect((await session.run('approve', ['sessions'], { answer: 'yes' })).stdout).toContain('sessions.cutover approved');
  const again = await session.run('approve', ['sessions'], { answer: 'n' });
  expect([again.code, again.io.questions]).toEqual([0, []]);
  expect(again.stdout.match(/sessions\.cutover was approved already/g)).toHaveLength(1);
  expect((await session.run('resume', ['--quiet'])).code).toBe(0);
  expect(await approvals(session)).toHaveLength(1);
});

const TWO = `
approvals:
  cutover: { approvers: [dba@example.com, ops@example.com], count: 2, reason: required, expires: 24h }
`;

test('a gate that takes two is approved by two, with a reason, and shows how many it has', async () => {
  await using session = await atTheGate(TWO);
  const approve = async (as: string, ...more: readonly string[]) =>
    await session.run('approve', ['sessions', '--auto-approve', '--as', as, ...more]);
  const outsider = await approve('mallory', '--reason', 'because');
  expect([outsider.code, outsider.stderr]).toEqual([
    1,
    expect.stringContaining('mallory may not approve sessions.cutover.'),
  ]);
  expect((await approve('dba@example.com')).stderr).toContain('the plan asks for a reason');
  const first = await approve('dba@example.com', '--reason', 'rehearsed', '--ticket', 'CHG-42');
  expect(first.code).toBe(0);
  expect(first.stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /sessions\.cutover approved 1 of 2 approvals: dba@example\.com until .*\. It waits for 1 more approval\./,
  );
  const again = await approve('DBA@example.com', '--reason', 'rehearsed');
  expect(again.stdout).toContain('sessions.cutover was approved already');
  const waiting = await session.run('resume', ['--quiet', '--json']);
  expect(waiting.code).toBe(3);
  const status = await session.run('status');
  expect(status.stdout).toMatch(/1 of 2 approvals: dba@example\.com until /);
  const { gates } = JSON.parse((await session.run('status', ['--json'])).stdout);
  expect(gates).toMatchObject([
    {
      approvals: {
        given: 1,
        needed: 2,
        approvals: [
          { by: 'dba@example.com', counts: true, reason: 'rehearsed', ticket: 'CHG-42', identity: { basis: 'flag' } },
        ],
      },
    },
  ]);
  const second = await approve('ops@example.com', '--reason', 'as agreed', '--json');
  expect(JSON.parse(second.stdout).approvals['sessions.cutover']).toMatchObject({ given: 2, needed: 2 });
  expect((await session.run('status')).stdout).toContain('by dba@example.com and ops@example.com');
  expect((await session.run('resume', ['--quiet', '--report', 'report.md'])).code).toBe(0);
  expect(readFileSync(join(session.folder, 'report.md'), 'utf8')).toMatch(
    /example\.com approved `sessions\.cutover`: rehearsed \(CHG-42, on host-1, name as passed\)/,
  );
});

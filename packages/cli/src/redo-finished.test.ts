import { expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';

const UNIT = 'orders[orders-2024]';

function creates({ sandbox }: SandboxSession): number {
  return sandbox.control.requests({ operation: 'CreateDataTasks' }).filter(({ effects }) => effects > 0).length;
}

test('a finished copy that is redone is sent again, and not taken for a lost record: what is in its way is said', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('apply', ['--quiet'])).code).toBe(3);
  expect(creates(session)).toBe(2);
  expect((await session.run('redo', [UNIT, '--reason', 'more shards'])).code).toBe(0);
  const again = await session.run('resume', []);
  expect(again.stdout).not.toContain('This state has no record of it');
  expect([again.code, again.stdout]).toEqual([5, expect.stringContaining('SinkIndexAlreadyExists')]);
  expect(creates(session)).toBe(2);
});

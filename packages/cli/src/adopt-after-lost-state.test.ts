import { expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';

test('a unit of a lost state is not created again: it stops, is taken over, and goes on where it was', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('apply', ['--auto-approve', '--quiet'])).code).toBe(3);
  const { created, tasks } = session.sandbox.control.state().huaweicloud;
  const elsewhere = ['--state', 'elsewhere/shop.db', '--quiet'];
  const second = await session.run('apply', ['--auto-approve', ...elsewhere]);
  expect([second.code, second.stdout]).toEqual([5, expect.stringContaining('under way in another state')]);
  const task = `task_id=${tasks[0]?.taskId ?? ''}`;
  const adopt = ['sessions.create', '--output', task, '--reason', 'lost state', '--state', 'elsewhere/shop.db'];
  expect((await session.run('state adopt', adopt)).code).toBe(0);
  expect((await session.run('resume', elsewhere)).code).toBe(3);
  expect(session.sandbox.control.state().huaweicloud.created).toEqual(created);
  const sets = session.sandbox.control.requests({ operation: 'SetOnlineMigrationTask' });
  expect(sets.filter(({ effects }) => effects > 0)).toHaveLength(1);
}, 60_000);

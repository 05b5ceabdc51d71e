import { expect, test } from 'vitest';
import { createAjv, library } from '../../../test/schemas/validators.ts';
import { SandboxSession } from './testing/sandbox-session.ts';

const ajv = createAjv();
for (const document of library.values()) ajv.addSchema(document);
const validate = ajv.getSchema('https://waybill.dev/schemas/output/orphans.schema.json');

test('a task that redo left is listed, and deleted after a confirmation; the unit’s own never is', async () => {
  await using session = await SandboxSession.open();
  const deletes = (): number => session.sandbox.control.requests({ operation: 'DeleteMigrationTask' }).length;
  expect((await session.run('apply', ['--auto-approve', '--quiet'])).code).toBe(3);
  expect((await session.run('approve', ['sessions'])).code).toBe(0);
  expect((await session.run('resume', ['--quiet'])).code).toBe(0);
  expect(await list(session)).toEqual([]);
  const old = session.sandbox.control.state().huaweicloud.tasks[0]?.taskId;
  expect((await session.run('redo', ['sessions', '--reason', 'again'])).code).toBe(0);
  expect(await list(session)).toMatchObject([{ task_id: old, reason: 'replaced', unit: 'sessions' }]);
  expect((await session.run('resume', ['--quiet'])).code).toBe(3);
  expect(await list(session)).toMatchObject([{ task_id: old, reason: 'replaced', is_deletable: true }]);
  // The same plan without its state: nothing is deleted, whatever is said.
  const stateless = ['--delete', '--other-states', '--auto-approve', '--state', 'none.db'];
  expect((await session.run('orphans', stateless)).code).toBe(1);
  expect((await session.run('orphans', ['--delete'])).stderr).toContain('--auto-approve');
  expect((await session.run('orphans', ['--delete'], { answer: 'n' })).code).toBe(4);
  expect(deletes()).toBe(0);
  const done = await session.run('orphans', ['--delete'], { answer: 'y' });
  expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('deleted')]);
  expect(deletes()).toBe(1);
  expect(await list(session)).toEqual([]);
  expect((await session.run('orphans', ['--delete', '--other-states', '--auto-approve'])).code).toBe(0);
  expect(deletes()).toBe(1);
}, 60_000);

async function list(session: SandboxSession): Promise<unknown> {
  const { code, io } = await session.run('orphans', ['--json']);
  const told: Record<string, unknown> = JSON.parse(io.stdout.text);
  expect([code, validate?.(told), validate?.errors ?? []]).toEqual([0, true, []]);
  expect(told['not_listed']).toEqual(['search']);
  const { orphans: _orphans, ...without } = told;
  expect(validate?.(without)).toBe(false);
  return told['orphans'];
}

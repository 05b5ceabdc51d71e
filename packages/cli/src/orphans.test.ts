import { expect, test } from 'vitest';
import { createAjv, library } from '../../../test/schemas/validators.ts';
import type { FakeIo } from './testing/fake-io.ts';
import { SandboxSession } from './testing/sandbox-session.ts';

const ajv = createAjv();
for (const document of library.values()) ajv.addSchema(document);
const validate = ajv.getSchema('https://waybill.dev/schemas/output/orphans.schema.json');

test('a task that redo left is listed, and deleted after a confirmation; the unit’s own never is', async () => {
  await using session = await SandboxSession.open();
  const deletes = (): number => session.sandbox.control.requests({ operation: 'DeleteMigrationTask' }).length;
  expect((await session.run('apply', ['--auto-approve', '--quiet'])).code).toBe(3);
  expect((await session.run('approve', ['sessions', '--auto-approve'])).code).toBe(0);
  expect((await session.run('resume', ['--quiet'])).code).toBe(0);
  expect(await list(session)).toEqual([]);
  const old = session.sandbox.control.state().huaweicloud.tasks[0]?.taskId;
  expect((await session.run('redo', ['sessions', '--reason', 'again'])).code).toBe(0);
  expect(await list(session)).toMatchObject([{ task_id: old, reason: 'replaced', unit: 'sessions' }]);
  expect((await session.run('status')).stdout).toContain('sessions was started over');
  const again = await session.run('resume');
  expect([again.code, again.stdout]).toEqual([3, expect.stringContaining('waybill orphans shop.yaml')]);
  expect(await list(session)).toMatchObject([{ task_id: old, reason: 'replaced', is_deletable: true }]);
  // The same plan without its state: nothing is deleted, whatever is said.
  const stateless = ['--delete', '--other-states', '--auto-approve', '--state', 'none.db'];
  expect((await session.run('orphans', stateless)).code).toBe(1);
  const unasked = await session.run('orphans', ['--delete', '--other-states']);
  expect(unasked.stderr).toMatch(/orphans shop.yaml --delete --other-states --auto-approve/);
  const stopped = await session.runWith(interruptedIo(session), 'orphans', ['--delete', '--auto-approve']);
  expect([stopped.code, stopped.stderr, deletes()]).toEqual([4, 'Interrupted. Nothing was deleted.\n', 0]);
  expect((await session.run('orphans', ['--delete'], { answer: 'n' })).code).toBe(4);
  expect(deletes()).toBe(0);
  const done = await session.run('orphans', ['--delete'], { answer: 'y' });
  expect([done.code, done.stdout]).toEqual([0, expect.stringMatching(/^1 remote task deleted:[\s\S]*None is left\./)]);
  expect(done.stdout).toMatch(/Not listed: search\. .* carry no\s+mark/);
  expect(deletes()).toBe(1);
  expect(done.stdout).toContain('No earlier tasks are left of units that were started over: sessions.');
  expect((await session.run('status')).stdout).not.toContain('waybill orphans');
  expect((await session.run('resume')).stdout).not.toContain('waybill orphans');
  expect(await list(session)).toEqual([]);
  expect((await session.run('orphans', ['--delete', '--other-states', '--auto-approve'])).code).toBe(0);
  expect(deletes()).toBe(1);
});

test('a task that still runs is not deleted, and the list says how to stop it', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('apply', ['--auto-approve', '--quiet'])).code).toBe(3);
  const running = session.sandbox.control.state().huaweicloud.tasks[0]?.taskId ?? '';
  expect((await session.run('redo', ['sessions', '--reason', 'again'])).code).toBe(0);
  const how = `POST /v2/{project_id}/migration-task/${running}/stop`;
  expect(await list(session)).toMatchObject([
    { task_id: running, is_live: true, is_deletable: false, how_to_end: expect.stringContaining(how) },
  ]);
  const { io } = await session.run('orphans');
  expect(io.stdout.text.replace(/\s+/g, ' ')).toContain(
    `not deleted in this state: stop it in the list of migration tasks`,
  );
  expect(io.stdout.text).not.toContain('--delete');
});

/** Ctrl-C as soon as the command listens to it. */
function interruptedIo(session: SandboxSession): FakeIo {
  const io = session.io();
  const onInterrupt: FakeIo['signals']['onInterrupt'] = (handler) => {
    handler('SIGINT');
    return () => {};
  };
  return Object.assign(io, { signals: { onInterrupt } });
}

async function list(session: SandboxSession): Promise<unknown> {
  const { code, io } = await session.run('orphans', ['--json']);
  const told: Record<string, unknown> = JSON.parse(io.stdout.text);
  expect([code, validate?.(told), validate?.errors ?? []]).toEqual([0, true, []]);
  expect(told['not_listed']).toEqual(['search']);
  const { orphans: _orphans, ...without } = told;
  expect(validate?.(without)).toBe(false);
  return told['orphans'];
}

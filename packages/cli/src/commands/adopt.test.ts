import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { SandboxSession } from '../testing/sandbox-session.ts';

test.each([
  ['nothing is named', [], 'Nothing was named to take over.'],
  ['--all beside addresses', ['sessions', '--all'], '--all already covers every unit.'],
  ['an unknown unit', ['session'], 'Did you mean sessions?'],
  ['outputs of a unit', ['sessions', 'orders[*]', '--output', 'task_id=a'], '--output applies to a single step.'],
])('%s: refused with what to write, and no state is made', async (_name, words, text) => {
  await using session = await SandboxSession.open();
  const { code, stderr } = await session.run('state adopt', [...words, '--reason', 'a try', '--state', 'new.db']);
  expect([code, stderr]).toEqual([1, expect.stringContaining(text)]);
  expect(existsSync(join(session.folder, 'new.db'))).toBe(false);
});

test('where nothing is found no state is left, so that a first apply is not taken for a resume', async () => {
  await using session = await SandboxSession.open();
  const state = ['--state', 'new.db'];
  const { code, stderr } = await session.run('state adopt', ['--all', '--reason', 'a try', ...state]);
  expect([code, stderr]).toEqual([1, expect.stringContaining('No task was found that could be taken over')]);
  for (const end of ['', '-wal', '-shm']) expect(existsSync(join(session.folder, `new.db${end}`))).toBe(false);
  expect((await session.run('resume', state)).stderr).toContain('There is no state of plan shop');
});

test('interrupted while it looks, it takes nothing over and ends with 4', async () => {
  await using session = await SandboxSession.open();
  const onInterrupt: FakeIo['signals']['onInterrupt'] = (handler) => {
    handler('SIGINT');
    return () => {};
  };
  const io = Object.assign(session.io(), { signals: { onInterrupt } });
  const found = await session.runWith(io, 'state adopt', ['--all', '--reason', 'a try', '--state', 'new.db']);
  expect([found.code, found.stderr]).toEqual([4, 'Interrupted. Nothing was taken over.\n']);
  expect(existsSync(join(session.folder, 'new.db'))).toBe(false);
});

test('a plan that is not there is an error', async () => {
  expect(await runCli(['state', 'adopt', 'none.yaml', '--all'], new FakeIo())).toBe(1);
});

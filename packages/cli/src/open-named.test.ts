import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteStore } from '@waybill/core';
import { systemRandom } from '@waybill/node';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { SandboxSession } from './testing/sandbox-session.ts';

const createCount = (session: SandboxSession): number =>
  session.sandbox.control.requests({ operation: 'CreateDataTasks' }).length;

test('resume refuses a state whose run ended before its first record', async () => {
  await using session = await SandboxSession.open();
  const path = join(session.folder, '.waybill', 'shop.db');
  await openSqliteStore({ path, plan: 'shop', random: systemRandom })[Symbol.asyncDispose]();
  const { code, stderr } = await session.run('resume');
  expect(code).not.toBe(0);
  expect(stderr).toContain('CLI_STATE_MISSING');
  expect(stderr).toContain('holds no run');
  expect(createCount(session)).toBe(0);
});

test('after its folder was deleted, resume says that the state is missing and not that there was none', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('apply', ['--quiet'])).code).toBe(3);
  rmSync(join(session.folder, '.waybill'), { recursive: true });
  const { code, stderr } = await session.run('resume');
  expect(code).toBe(1);
  expect(stderr).toContain('it was never applied there, or its state was moved or deleted');
  expect(stderr).toContain('restore its state');
});

test('without the inputs of the run before, status and resume name both ways to give them', async () => {
  await using session = await SandboxSession.open();
  for (const command of ['status', 'resume', 'apply']) {
    const io = session.io();
    expect(await runCli([command, 'shop.yaml'], io)).toBe(1);
    expect(io.stderr.text).toContain('PLAN_INPUT_MISSING');
    const hint = /Add --var endpoint=… with the values of the run before .*saved preview .* in place of shop\.yaml/;
    expect([command, hint.test(io.stderr.text)]).toEqual([command, command !== 'apply']);
  }
});

test.each([
  [
    'that is empty',
    (path: string) => {
      for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
      writeFileSync(path, '');
    },
  ],
  [
    'of which only the write-ahead log is left',
    (path: string) => {
      rmSync(path);
      writeFileSync(`${path}-wal`, '');
    },
  ],
])('a state %s is refused by every command, and nothing starts over', async (_name, damage) => {
  await using session = await SandboxSession.open();
  await session.run('apply', ['--quiet']);
  const created = createCount(session);
  damage(join(session.folder, '.waybill', 'shop.db'));
  for (const command of ['apply', 'resume', 'status', 'plan']) {
    const { code, stderr } = await session.run(command, command === 'apply' ? ['--quiet', '--auto-approve'] : []);
    expect([command, code, /JOURNAL_UNUSABLE/.test(stderr)]).toEqual([command, 1, true]);
  }
  expect(createCount(session)).toBe(created);
});

import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { SandboxSession } from '../testing/sandbox-session.ts';

test('without a terminal a plan needs an approval that was given before, and nothing is created or sent', async () => {
  await using session = await SandboxSession.open();
  for (const more of [[], ['--json'], ['--quiet']]) {
    const io = session.io();
    const words = ['apply', 'shop.yaml', ...more, '--var', `endpoint=${session.sandbox.url}`];
    expect(await runCli(words, io)).toBe(1);
    expect(io.stderr.text).toContain('error CLI_CONFIRMATION_MISSING');
    expect(io.stderr.text).toContain('--auto-approve');
  }
  expect(existsSync(join(session.folder, '.waybill'))).toBe(false);
  expect(session.sandbox.control.requests()).toEqual([]);
});

test('with --json on a terminal it asks as it does without, and "no" starts nothing', async () => {
  await using session = await SandboxSession.open();
  const { code, stdout, io } = await session.run('apply', ['--json'], { answer: 'n', isTTY: true });
  expect([code, stdout, io.questions]).toEqual([4, '', ['Start? [y/N] ']]);
  expect(existsSync(join(session.folder, '.waybill'))).toBe(false);
  const started = await session.run('apply', ['--json'], { answer: 'y', isTTY: true });
  expect([started.code, started.io.questions]).toEqual([3, ['Start? [y/N] ']]);
  for (const line of started.stdout.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('kind');
});

test('a saved preview needs none', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('plan', ['--out', 'p.json'])).code).toBe(0);
  expect(await runCli(['apply', 'p.json', '--quiet'], session.io())).toBe(3);
});

test('the state is next to the plan, wherever the command is run, and one in the old place is used with a note', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('apply', ['--quiet'])).code).toBe(3);
  mkdirSync(join(session.folder, 'below'));
  const endpoint = ['--var', `endpoint=${session.sandbox.url}`];
  const status = async (file: string, cwd: string) => {
    const io = session.io({ cwd });
    expect(await runCli(['status', file, '--json', ...endpoint], io)).toBe(0);
    return { found: JSON.parse(io.stdout.text) as { state: string; record: number }, stderr: io.stderr.text };
  };
  const elsewhere = await status('../shop.yaml', join(session.folder, 'below'));
  expect(elsewhere.found.state).toBe('../.waybill/shop.db');
  expect(elsewhere.found.record).toBeGreaterThan(0);
  expect(elsewhere.stderr).toBe('');
  renameSync(join(session.folder, 'shop.yaml'), join(session.folder, 'below', 'shop.yaml'));
  const old = await status('below/shop.yaml', session.folder);
  expect(old.found.state).toBe('.waybill/shop.db');
  expect(old.stderr).toMatch(/^note: the state of shop is at .waybill\/shop.db.* to below\/.waybill\/shop.db/);
  const none = session.io({ cwd: join(session.folder, 'below') });
  expect(await runCli(['resume', 'shop.yaml', ...endpoint], none)).toBe(1);
  expect(none.stderr.text).toContain('restore its state or name it with --state');
});

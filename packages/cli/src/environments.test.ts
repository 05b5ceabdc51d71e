import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { FakeIo } from './testing/fake-io.ts';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';

const PLAN = SHOP_PLAN.slice(0, SHOP_PLAN.indexOf('  sessions:'))
  .replace('inputs:\n', 'inputs:\n  shards: { default: "1" }\n')
  .replace('number_of_shards: "2"', 'number_of_shards: "${{ inputs.shards }}"');

test('each environment has its own values and its own state', async () => {
  await using session = await SandboxSession.open(PLAN);
  writeFileSync(join(session.folder, 'prod.yaml'), 'shards: "6"\n');
  writeFileSync(join(session.folder, 'dev.yaml'), '# as the defaults\n');
  expect((await session.run('apply', ['--env', 'prod', '--quiet'])).code).toBe(0);
  const status = await session.run('status', ['--env', 'prod', '--json']);
  expect(JSON.parse(status.stdout)).toMatchObject({ plan: expect.stringMatching(/\.prod$/) });
  const [, name = ''] = /^name: (\S+)/m.exec(PLAN) ?? [];
  expect(existsSync(join(session.folder, '.waybill', `${name}.prod.db`))).toBe(true);
  expect(existsSync(join(session.folder, '.waybill', `${name}.db`))).toBe(false);
  expect((await session.run('resume', ['--env', 'dev', '--quiet'])).code).toBe(1);
  const other = await session.run('plan', ['--env', 'prd', '--offline']);
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('did you mean `--env prod`?')]);
});

test('a saved preview knows its environment, and is not applied for another one', async () => {
  await using session = await SandboxSession.open(PLAN);
  writeFileSync(join(session.folder, 'prod.yaml'), 'shards: "6"\n');
  writeFileSync(join(session.folder, 'dev.yaml'), 'shards: "1"\n');
  const saved = await session.run('plan', ['--env', 'prod', '--out', 'saved.json', '--offline']);
  expect([saved.code, saved.stdout]).toEqual([0, expect.stringContaining('environment prod')]);
  const refused = await run(session, 'apply', 'saved.json', '--env', 'dev', '--quiet', '--auto-approve');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('for environment prod, not for dev')]);
  writeFileSync(join(session.folder, 'prod.yaml'), 'shards: "7"\n');
  expect((await run(session, 'apply', 'saved.json', '--quiet', '--auto-approve')).code).toBe(6);
  writeFileSync(join(session.folder, 'prod.yaml'), 'shards: "6"\n');
  expect((await run(session, 'apply', 'saved.json', '--quiet', '--auto-approve')).code).toBe(0);
  const other = await run(session, 'show', 'saved.json', '--env', 'dev');
  expect([other.code, other.stdout, other.stderr]).toEqual([1, '', expect.stringContaining('not for dev')]);
  const shown = await run(session, 'show', 'saved.json', '--env', 'prod', '--format', 'markdown');
  expect(shown.stdout).toContain('environment `prod`');
  expect(shown.stdout).not.toContain('--env dev');
});

test('the names of environments are completed', async () => {
  await using session = await SandboxSession.open(PLAN);
  writeFileSync(join(session.folder, 'prod.yaml'), 'shards: "6"\n');
  const { stdout } = await run(session, '__complete', '--', 'plan', 'shop.yaml', '--env', '');
  expect(stdout.trim().split('\n')).toContain('prod');
});

async function run(session: SandboxSession, ...words: readonly string[]) {
  const io = words[0] === '__complete' ? new FakeIo({ cwd: session.folder }) : session.io();
  const code = await runCli([...words], io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text };
}

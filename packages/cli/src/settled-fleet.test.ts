import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { resumeSettled } from './commands/resume-settled.ts';
import { findSettled } from './find-settled.ts';
import { SandboxSession } from './testing/sandbox-session.ts';

const STATE = 'fleet.state.db';
const ROWS = ['name,target', ...[1, 2, 3].map((at) => `cache-${at},44444444-0000-4000-8000-00000000000${at}`)].join(
  '\n',
);
const PROGRAM = 'printf x >> asked; echo canary-of-a-command';
const PASSWORDS = { OF_CACHE_1: 'canary-cache-1', OF_CACHE_2: 'canary-cache-2', OF_CACHE_3: 'canary-cache-3' };

/** Rows from a file, values from an environment, passwords of a family, and a command. */
const FLEET = `version: 1
name: fleet
inputs:
  endpoint: { description: Address of the API }
  rows: { description: where the rows are }
secrets:
  old: { command: ${JSON.stringify(['/bin/sh', '-c', PROGRAM])} }
  own: { env: "OF_{key}" }
providers:
  cache:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: \${{ inputs.endpoint }}
    project_id: 666486c2d9b948c1bbea57e714d744fa
    limits: { requests: 1000/s, in_flight: 8 }
    polling: { initial_interval: 20ms, max_interval: 5s }
migrations:
  caches:
    uses: cache.online-migration
    for_each: { file: "\${{ inputs.rows }}", key: name }
    with:
      name: \${{ each.key }}
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: full_amount_migration
      source_instance: { addrs: "\${{ each.key }}.example:6379", password: "\${{ secrets.old }}" }
      target_instance: { id: "\${{ each.value.target }}", password: "\${{ secrets.own[each.key] }}" }
`;

async function openDone(): Promise<SandboxSession> {
  const session = await SandboxSession.open(FLEET);
  write(session, 'caches.csv', ROWS);
  write(session, 'prod.yaml', 'rows: caches.csv\n');
  const { code, stderr } = await run(session, 'apply', ['--allow-secret-commands']);
  expect(code, stderr).toBe(0);
  return session;
}

function run(session: SandboxSession, command: string, more: readonly string[] = []) {
  return session.run(command, ['--env', 'prod', '--state', STATE, ...more], { env: PASSWORDS });
}

function write(session: SandboxSession, file: string, text: string): void {
  writeFileSync(join(session.folder, file), text);
}

function flagsOf(session: SandboxSession, env = 'prod') {
  return { state: STATE, env, var: [`endpoint=${session.sandbox.url}`], quiet: true };
}

async function isShort(session: SandboxSession, env = 'prod'): Promise<boolean> {
  return (await findSettled('shop.yaml', flagsOf(session, env), session.io())) !== undefined;
}

test('of a fleet that is done, status and resume neither compile the plan nor run a command', async () => {
  await using session = await openDone();
  const settled = await findSettled('shop.yaml', flagsOf(session), session.io());
  expect(settled).toMatchObject({ kind: 'status', status: { plan: 'fleet.prod', units: { total: 3, succeeded: 3 } } });
  expect(await resumeSettled('shop.yaml', flagsOf(session), session.io({ env: PASSWORDS }), {})).toBe(0);
  expect(readFileSync(join(session.folder, 'asked'), 'utf8')).toBe('x');
  const short = [await run(session, 'status'), await run(session, 'status', ['--json'])];
  using database = new DatabaseSync(join(session.folder, STATE));
  database.exec('DELETE FROM snapshot_head');
  expect(await isShort(session)).toBe(false);
  const long = [await run(session, 'status'), await run(session, 'status', ['--json'])];
  expect(short.map(({ code, stdout }) => [code, stdout])).toEqual(long.map(({ code, stdout }) => [code, stdout]));
});

test.each([
  ['a row', 'caches.csv', ROWS.replace('cache-3', 'cache-4')],
  ['a comment in the values', 'prod.yaml', 'rows: caches.csv # the same\n'],
  ['the file of the rows', 'prod.yaml', 'rows: other.csv\n'],
])('with another %s the plan is compiled', async (_what, file, text) => {
  await using session = await openDone();
  write(session, 'other.csv', ROWS);
  expect(await isShort(session)).toBe(true);
  write(session, file, text);
  expect(await isShort(session)).toBe(false);
});

test('without its rows, its values or its environment it is compiled, which then says what is wrong', async () => {
  await using session = await openDone();
  write(session, 'dev.yaml', 'rows: caches.csv\n');
  expect(await isShort(session, 'dev')).toBe(false);
  rmSync(join(session.folder, 'caches.csv'));
  expect(await isShort(session)).toBe(false);
  expect((await run(session, 'status')).stderr).toContain('PLAN_INVENTORY_UNREADABLE');
  write(session, 'caches.csv', ROWS);
  expect(await isShort(session)).toBe(true);
  rmSync(join(session.folder, 'prod.yaml'));
  expect(await isShort(session)).toBe(false);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';

const PLAN = SHOP_PLAN.slice(0, SHOP_PLAN.indexOf('  sessions:'))
  .replace('for_each: [orders-2024, orders-2025]', 'for_each: { file: rows.csv, key: name }')
  .replace('number_of_shards: "2"', 'number_of_shards: "${{ each.value.shards }}"');
const ROWS = 'name,shards,owner\norders-2024,2,ann\norders-2025,3,ben\n';

test('a saved preview is refused once the rows are others, and holds again when they are back', async () => {
  await using session = await SandboxSession.open(PLAN);
  write(session, ROWS);
  expect((await session.run('plan', ['--out', 'saved.json', '--offline'])).code).toBe(0);
  write(session, 'name,shards,owner\norders-2023,2,ann\norders-2025,3,bob\n');
  const refused = await applySaved(session);
  expect([refused.code, refused.stderr]).toEqual([6, expect.any(String)]);
  expect(refused.stderr).toContain(
    'The inventory rows.csv changed: 1 row added (orders[orders-2023] in line 2), 1 changed (orders[orders-2025] in line 3), 1 removed (orders[orders-2024]).',
  );
  expect(session.sandbox.control.requests({ operation: 'CreateDataTasks' })).toEqual([]);
  write(session, ROWS);
  expect((await applySaved(session)).code).toBe(0);
  expect(session.sandbox.control.requests({ operation: 'CreateDataTasks' })).toHaveLength(2);
});

test('a state continues with rows that are new, and refuses those that changed under finished units', async () => {
  await using session = await SandboxSession.open(PLAN);
  write(session, ROWS);
  expect((await session.run('apply', ['--quiet'])).code).toBe(0);
  write(session, ROWS.replace('orders-2024,2', 'orders-2024,5'));
  const refused = await session.run('resume', ['--quiet']);
  expect([refused.code, refused.stderr]).toEqual([
    6,
    expect.stringContaining('orders[orders-2024].create (rows.csv:2)'),
  ]);
  // A column that no step takes, and a row more.
  write(session, `${ROWS.replace('ann', 'eve')}orders-2026,1,ann\n`);
  expect((await session.run('resume', ['--quiet'])).code).toBe(0);
  const created = session.sandbox.control.state().alicloud.tasks.map(({ sourceIndex }) => sourceIndex);
  expect(created).toEqual(['orders-2024', 'orders-2025', 'orders-2026']);
  // The status of a plan whose units are all settled is told without compiling it, but not of other rows.
  write(session, `${ROWS}orders-2026,1,ann\norders-2027,1,ann\n`);
  const { stdout } = await session.run('status', ['--json']);
  expect(JSON.parse(stdout)).toMatchObject({ units: expect.objectContaining({ total: 4 }) });
});

test('a row that is removed while its task runs is named with the task, by status, previews and the state', async () => {
  await using session = await SandboxSession.open(
    PLAN.replace('    uses: search.index-migration', '    uses: search.index-migration\n    timeout: 3s'),
  );
  write(session, ROWS);
  session.sandbox.control.setDurations({ alicloudRunningMs: 3_600_000 });
  await session.run('apply', ['--quiet']);
  write(session, ROWS.replace('orders-2024,2,ann\n', ''));
  // The session writes `TASK` for ids, which are drawn.
  const orphan = { unit: 'orders[orders-2024]', task_ids: ['TASK'] };
  const status = JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;
  expect(status.edit?.running_orphans).toEqual([orphan]);
  const words =
    '1 unit left the plan with a remote task that may be running, and no run waits for it: orders[orders-2024] (TASK).';
  const views = [
    ['status', []],
    ['plan', ['--offline']],
    ['plan', ['--offline', '--format', 'html']],
  ] as const;
  for (const [command, options] of views)
    expect((await session.run(command, options)).stdout.replaceAll(/\s+/g, ' '), command).toContain(words);
  expect((await session.run('plan', ['--offline', '--format', 'markdown'])).stdout).toContain('left the plan');
  expect((await session.run('state show', ['orders[orders-2024]'])).stdout).toContain('orders[orders-2024].create');
  const resumed = await session.run('resume', ['--no-color']);
  expect(`${resumed.stdout}${resumed.stderr}`.replaceAll(/\s+/g, ' ')).toContain(words);
  const last = (await session.run('resume', ['--json'])).stdout.trimEnd().split('\n').at(-1) ?? '';
  expect(JSON.parse(last)).toMatchObject({ kind: 'summary', running_orphans: [orphan] });
  write(session, ROWS);
  const back = JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;
  expect(back.edit?.running_orphans).toBeUndefined();
});

test('the place of a row that was removed while its task ran is held until it is given up, by the first command proposed', async () => {
  const plan = PLAN.replace('in_flight: 4 }', 'in_flight: 4, active: 1 }').replace(
    '    uses: search.index-migration',
    '    uses: search.index-migration\n    timeout: 3s',
  );
  await using session = await SandboxSession.open(plan);
  write(session, 'name,shards,owner\norders-2024,2,ann\n');
  session.sandbox.control.setDurations({ alicloudRunningMs: 3_600_000 });
  await session.run('apply', ['--quiet']);
  write(session, 'name,shards,owner\norders-2025,3,ben\n');
  const run = await session.run('resume', ['--json']);
  expect(run.code).toBe(4);
  const ended = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as JsonStatus;
  const status = JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;
  for (const shown of [ended, status]) {
    expect([shown.held_places, shown.held_by_orphans]).toEqual([['orders[orders-2024]'], ['orders[orders-2024]']]);
    expect(shown.next_steps.map(({ command }) => command)).toEqual([
      expect.stringMatching(/^waybill skip shop\.yaml 'orders\[orders-2024\]' --reason \.\.\./),
    ]);
  }
  const words = '1 place is held by the task of a unit that left the plan';
  expect((await session.run('status')).stdout).toContain(words);
  const why = await session.run('status', ['--why', 'orders[orders-2025]', '--json']);
  expect(why.stdout).toContain(words);
  expect(JSON.parse(why.stdout).next_steps).toEqual(status.next_steps);
  expect(session.sandbox.control.requests({ operation: 'CreateDataTasks' })).toHaveLength(1);
  session.sandbox.control.setDurations({ alicloudRunningMs: 60 });
  expect((await session.run('skip', ['orders[orders-2024]', '--reason', 'its task was stopped'])).code).toBe(0);
  expect((await session.run('resume', ['--quiet'])).code).toBe(0);
  const after = JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;
  expect([after.held_places, after.edit?.running_orphans]).toEqual([undefined, undefined]);
});

/** As `session.run`, which names the plan. */
async function applySaved(session: SandboxSession): Promise<{ readonly code: number; readonly stderr: string }> {
  const io = session.io();
  const code = await runCli(['apply', 'saved.json', '--quiet', '--auto-approve'], io);
  return { code, stderr: io.stderr.text };
}

function write(session: SandboxSession, rows: string): void {
  writeFileSync(join(session.folder, 'rows.csv'), rows);
}

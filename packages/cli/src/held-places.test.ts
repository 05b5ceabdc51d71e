import { expect, test } from 'vitest';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';

/** One place; the first copy outlasts its timeout, and goes on. */
const PLAN = SHOP_PLAN.replace('in_flight: 4 }', 'in_flight: 4, active: 1 }').replace(
  '    uses: search.index-migration',
  '    uses: search.index-migration\n    timeout: 3s',
);

test('where only places that failed units hold are left, status says so and does not propose to resume', async () => {
  await using session = await SandboxSession.open(PLAN);
  session.sandbox.control.setDurations({ alicloudRunningMs: 3_600_000 });
  const run = await session.run('apply', ['--json']);
  const ended = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '');
  const { stdout } = await session.run('status', ['--json']);
  const status = JSON.parse(stdout) as JsonStatus;
  expect(status.held_places).toEqual(['orders[orders-2024]']);
  expect([ended.held_places, ended.next_steps]).toEqual([status.held_places, status.next_steps]);
  const commands = status.next_steps.map(({ command }) => command);
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter((command) => /^waybill resume [^-]*$/.test(command.replace(/--var \S+/, '')))).toEqual([]);
  expect((await session.run('status')).stdout).toContain('1 place is held by the task of a failed unit');
  const why = await session.run('status', ['--why', 'orders[orders-2025]']);
  expect(why.stdout.replace(/\s+/g, ' ')).toMatch(
    /1 place is held by the task of a failed unit \(orders\[orders-2024\]\)/,
  );
  expect(why.stdout).not.toMatch(/^ *waybill resume shop\.yaml --var/m);

  await session.run('skip', ['orders[orders-2024]', '--reason', 'given up']);
  const after = JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;
  expect(after.held_places).toBeUndefined();
  expect(after.next_steps[0]?.command).toMatch(/^waybill resume /);
});

test('once one of two held places was given up, status proposes to resume although the other one is held still', async () => {
  const two = PLAN.replace('active: 1', 'active: 2').replace(
    'for_each: [orders-2024, orders-2025]',
    'for_each: [orders-2024, orders-2025, orders-2026]',
  );
  await using session = await SandboxSession.open(two);
  session.sandbox.control.setDurations({ alicloudRunningMs: 3_600_000 });
  await session.run('apply', ['--quiet']);
  await session.run('skip', ['orders[orders-2024]', '--reason', 'given up']);
  const status = JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;
  expect([status.held_places, status.next_steps[0]?.why]).toEqual([undefined, 'resume where it stopped']);
});

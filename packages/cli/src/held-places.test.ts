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
  await session.run('apply', ['--quiet']);
  const { stdout } = await session.run('status', ['--json']);
  const status = JSON.parse(stdout) as JsonStatus;
  expect(status.held_places).toEqual(['orders[orders-2024]']);
  const commands = status.next_steps.map(({ command }) => command);
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter((command) => /^waybill resume [^-]*$/.test(command.replace(/--var \S+/, '')))).toEqual([]);
  expect((await session.run('status')).stdout).toContain('1 place is held by the task of failed unit');

  await session.run('skip', ['orders[orders-2024]', '--reason', 'given up']);
  const after = JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus;
  expect(after.held_places).toBeUndefined();
  expect(after.next_steps[0]?.command).toMatch(/^waybill resume /);
});

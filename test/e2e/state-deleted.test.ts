import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BUSY_DURATIONS } from './support/busy-plan.ts';
import { CommandLine, expectCode } from './support/command-line.ts';
import { waitFor } from './support/processes.ts';
import { ServedSandbox } from './support/served-sandbox.ts';
import { STEADY_TASKS, steadyPlan } from './support/steady-plan.ts';

it('stops a run whose state was deleted, and sends nothing after that', async () => {
  const held = ['CreateDataTasks', 'CreateMigrationTask'].map((operation) => ({
    operation,
    nth: Array.from({ length: STEADY_TASKS }, (_, index) => 2 + index),
    fault: { kind: 'hold', when: 'after' } as const,
  }));
  const sandbox = await ServedSandbox.start({ seed: 5, durations: BUSY_DURATIONS, faults: held });
  const cli = CommandLine.on(sandbox, { plan: steadyPlan() });
  const run = cli.start('apply', '--auto-approve');
  // Two of each vendor's calls may be under way.
  await waitFor('creates are held', () => sandbox.held().length === 4);
  const created = sandbox.taskCount();
  rmSync(join(cli.folder, '.waybill'), { recursive: true });
  sandbox.release();
  const { stderr } = expectCode(1, await run.ended);
  expect(stderr).toContain('error JOURNAL_MOVED: The state');
  expect(sandbox.taskCount()).toBe(created);
});

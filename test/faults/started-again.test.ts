import type { FaultRule } from '@waybill/sandbox';
import { describe, expect, it } from 'vitest';
import { findViolations } from './support/find-violations.ts';
import { type FaultedRun, runScenario } from './support/run-scenario.ts';
import { type Scenario, STARTED_AGAIN } from './support/scenarios.ts';

/** A look that shows the task as it was this long before it was started again. */
const BEFORE_MS = 500;

/**
 * A task that is configured or restarted again goes on showing the end of its first run: a wait that believed it would
 * call a copy done that has hardly begun. A copy takes nine seconds here, and a look comes every two to four.
 */
describe.each(STARTED_AGAIN)('$name: the task goes on showing its old end', (scenario) => {
  it.each([1, 2, 3, 4, 5])('in the first %i looks', async (looks) => {
    const run = await runScenario(scenario, await oldEndIn(looks, scenario));
    expect(run.ending).toBe('succeeded');
    expect(findViolations(run)).toEqual([]);
  });

  it('and is asked until it shows something else', async () => {
    const clean = await runScenario(scenario, []);
    const run = await runScenario(scenario, await oldEndIn(5, scenario));
    expect(looks(run).length).toBeGreaterThan(looks(clean).length);
  });
});

/**
 * How far behind a list may be is not documented, so no time is long enough to take the end that it shows for a new one.
 * These copies take longer than the wait would settle, and less than the list is behind.
 */
describe.each(STARTED_AGAIN)('$name: the list is behind', (scenario) => {
  it.each([45_000, 60_000, 100_000])('by %i ms for as long as anybody looks', async (ms) => {
    const behind: FaultRule = { operation: 'ListMigrationTask', fault: { kind: 'stale-status', ms } };
    const run = await runScenario(scenario, [behind], { fullSyncMs: 40_000 });
    expect(run.ending).toBe('succeeded');
    expect(findViolations(run)).toEqual([]);
  });
});

/**
 * Rules that freeze the first looks after the start, at the list and then at the single task, at the moment before it.
 * When a look comes depends on those before.
 */
async function oldEndIn(count: number, scenario: Scenario): Promise<readonly FaultRule[]> {
  const rules: FaultRule[] = [];
  for (let index = 0; index < count; index += 1) {
    for (const operation of ['ListMigrationTask', 'ShowMigrationTask']) {
      const run = await runScenario(scenario, rules);
      const start = lastStart(run);
      const before = looks(run, operation).filter(({ seq }) => seq < start.seq).length;
      const look = looks(run, operation)[before + index];
      if (look === undefined) throw new Error(`the wait was over after ${index} looks at an old end`);
      const ms = look.atMs - start.atMs + BEFORE_MS;
      rules.push({ operation, nth: before + index + 1, fault: { kind: 'stale-status', ms } });
    }
  }
  return rules;
}

function looks({ sandbox }: FaultedRun, operation: string = 'ListMigrationTask') {
  return sandbox.control.requests({ operation });
}

function lastStart({ sandbox }: FaultedRun) {
  const start = sandbox.control.requests().findLast(({ operation }) => /^(Set|BatchRestart)/.test(operation));
  if (start === undefined) throw new Error('the scenario starts a task');
  return start;
}

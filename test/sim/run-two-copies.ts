import type { JsonObject, RunResult, UnitReport } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import { RehearsalWorld } from '@waybill/rehearsal';
import { checkSecrets } from './check-trace.ts';
import { buildScenario, type Scenario } from './scenario.ts';
import { compileScenario, worldOf } from './simulate.ts';
import { withKindsOnly } from './with-kinds-only.ts';

const MAX_ROUNDS = 10;

/**
 * Far beyond what any task of a scenario takes. A Set that the vendor refuses, as the task is at work already, is repeated
 * until then: with the timeout of hours that the other campaigns have, one such seed takes minutes.
 */
const TIMEOUT = '30m';

export interface TwoCopies {
  readonly violations: readonly string[];
  /** Units that were stopped or reported because the other copy created their task too. */
  readonly reported: { readonly beforeSet: number; readonly imports: number };
}

type Results = readonly [RunResult, RunResult];

/** Two processes on two copies of one state at the same time, again and again until both are still. */
export async function runTwoCopies(seed: number): Promise<TwoCopies> {
  const reported = { beforeSet: 0, imports: 0 };
  const scenario = twoCopiesOf(buildScenario(seed));
  if (scenario === undefined) return { violations: [], reported };
  const random = createSeededRandom(seed + 9_000_000_000);
  const world = new RehearsalWorld(worldOf(scenario, compileScenario(scenario)));
  const delayMs = random.fraction() < 0.5 ? 0 : Math.floor(random.fraction() * 5_000);
  const results = await runUntilStill(world, delayMs);
  if (results === undefined) return { violations: [`not at the end after ${MAX_ROUNDS} rounds`], reported };
  const units = results.flatMap((result) => result.units);
  return {
    violations: [
      ...results.flatMap(checkUnits),
      ...checkSets(world),
      ...checkTwins(world, units),
      ...checkSecrets(world),
    ],
    reported: {
      beforeSet: units.filter(({ step, failure }) => step?.endsWith('.set') && failure?.code === 'RUN_RECORD_LOST')
        .length,
      imports: units.filter(({ failure }) => failure?.code === 'RUN_TASK_DUPLICATED').length,
    },
  };
}

async function runUntilStill(world: RehearsalWorld, delayMs: number): Promise<Results | undefined> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const results = await world.runOnTwoCopies(delayMs);
    if (!results.some(({ units }) => units.some(({ status }) => status === 'gated'))) return results;
    await world.approveAll(results[0]);
    await world.approveAll(results[1], 'copy');
  }
  return undefined;
}

/**
 * What shows a task late is left out: then neither copy can see the other's in time, and nothing at this end helps. Tasks
 * and units that fail for reasons of their own would hide those that are stopped.
 */
function twoCopiesOf(scenario: Scenario): Scenario | undefined {
  const kinds = withKindsOnly(scenario);
  return (
    kinds && {
      ...kinds,
      plan: { ...kinds.plan, defaults: { ...(kinds.plan['defaults'] as JsonObject), timeout: TIMEOUT } },
      crashes: [],
      freezeAtWrite: undefined,
      faults: kinds.faults.filter(
        ({ fault }) => !['hidden-in-list', 'task-fails'].includes(fault.kind) && !isForbidden(fault),
      ),
    }
  );
}

function isForbidden(fault: Scenario['faults'][number]['fault']): boolean {
  return fault.kind === 'status' && fault.status === 403;
}

/**
 * Every unit ends done, or says that its task exists twice or is of another state, or that the cut-over of the other copy has stopped a task that
 * both had taken over. One that was not begun waits for a place that such a task holds.
 */
function checkUnits({ units }: RunResult): readonly string[] {
  const mayWait = units.some(({ status }) => status === 'unknown' || status === 'failed');
  return units
    .filter(({ status }) => status !== 'succeeded' && status !== 'skipped' && !(mayWait && status === 'pending'))
    .filter(
      ({ failure }) =>
        !['RUN_RECORD_LOST', 'RUN_TASK_DUPLICATED', 'RUN_TASK_OF_OTHER_STATE'].includes(failure?.code ?? ''),
    )
    .filter(({ failure }) => failure?.message.includes('is TERMINATED') !== true)
    .map(({ address, step, status, failure }) => `${address} is ${status} at ${step}: ${JSON.stringify(failure)}`);
}

/**
 * Of the tasks of one unit, one at most is configured. Where both copies took the same task over, both may configure it,
 * alike: while it is at work the vendor refuses the second.
 */
function checkSets({ sandbox }: RehearsalWorld): readonly string[] {
  const names = new Map(sandbox.control.state().huaweicloud.tasks.map(({ taskId, name }) => [taskId, name]));
  const configured = sandbox.control
    .requests({ operation: 'SetOnlineMigrationTask' })
    .filter(({ effects }) => effects > 0)
    .map(({ subject }) => subject ?? '');
  const sets = [...new Set(configured)].map((id) => names.get(id) ?? id);
  return sets.filter((name, index) => sets.indexOf(name) !== index).map((name) => `two tasks ${name} were configured`);
}

/** Whatever exists twice is named, both of it, by one copy at least. Index tasks have a token of the vendor's. */
function checkTwins({ sandbox }: RehearsalWorld, units: readonly UnitReport[]): readonly string[] {
  const { alicloud, huaweicloud } = sandbox.control.state();
  const twice = Object.entries(alicloud.created).filter(([, count]) => count > 1);
  const byName = Map.groupBy(huaweicloud.tasks, ({ name }) => name);
  const messages = units.map(({ failure }) => failure?.message ?? '');
  const silent = [...byName].filter(
    ([, tasks]) =>
      tasks.length > 1 && !messages.some((message) => tasks.every(({ taskId }) => message.includes(taskId))),
  );
  return [
    ...twice.map(([pair, count]) => `${pair} was created ${count} times`),
    ...silent.map(([name, tasks]) => `${tasks.length} tasks ${name}, and no unit says so`),
  ];
}

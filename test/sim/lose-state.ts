import { ProviderError, type RunResult, type UnitReport } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import { RehearsalWorld } from '@waybill/rehearsal';
import { checkEffects, checkSecrets } from './check-trace.ts';
import { runOnce } from './run-once.ts';
import { buildScenario, SETTLE_MS } from './scenario.ts';
import { compileScenario, worldOf } from './simulate.ts';
import { withKindsOnly } from './with-kinds-only.ts';

const MAX_RUNS = 25;

/**
 * The state is lost after a run, and another machine begins anew: with the same preview, or without one and with what an
 * operator takes over whenever a run has stopped at tasks that it does not know. Undefined: the seed has no such scenario.
 */
export async function loseStateAndFinish(seed: number, isPreviewed: boolean): Promise<readonly string[] | undefined> {
  const scenario = withKindsOnly(buildScenario(seed));
  // A task that has failed did no work, so that another state may create one anew.
  if (scenario === undefined || scenario.hasFailingTask || scenario.hasForbiddenCall) return undefined;
  const world = new RehearsalWorld({ ...worldOf(scenario, compileScenario(scenario)), isPreviewed });
  const random = createSeededRandom(seed + 6_000_000_000);
  const runsBefore = 1 + Math.floor(random.fraction() * 2);
  let last: RunResult | undefined;
  for (let run = 1; run <= MAX_RUNS; run += 1) {
    const result = await runOnce(world);
    if (result instanceof Error) return [`it broke down: ${result.stack ?? result.message}`];
    if (result !== undefined) await world.approveAll(result);
    if (run <= runsBefore) {
      if (run < runsBefore) continue;
      await world.clock.advance(SETTLE_MS);
      world.loseState();
      continue;
    }
    last = result ?? last;
    if (result?.outcome === 'succeeded') break;
    if (result?.outcome === 'failed' && (isPreviewed || (await adoptAll(world)) === 0)) break;
  }
  return [...checkEffects(world), ...checkUnits(world), ...checkSecrets(world), ...checkEnd(last, world)];
}

/** An operator tries again later when the vendor cannot be reached. */
async function adoptAll(world: RehearsalWorld): Promise<number> {
  try {
    return await world.adoptAll();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await world.clock.advance(SETTLE_MS);
    return 1;
  }
}

/** Whatever the state: names of DCS tasks end in a token of theirs. */
function checkUnits({ sandbox }: RehearsalWorld): readonly string[] {
  const names = Object.keys(sandbox.control.state().huaweicloud.created).map((name) =>
    name.replace(/-[0-9a-f]{12}$/, ''),
  );
  return names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => `${name} was created once more by another state`);
}

/** With either cut-over the task replicates no more. */
const ENDS_OF_REPLICATION = ['StopMigrationTask', 'ExchangeInstanceIp'];

function checkEnd(last: RunResult | undefined, { sandbox }: RehearsalWorld): readonly string[] {
  if (last === undefined) return [`not finished after ${MAX_RUNS} runs`];
  const stopped = ENDS_OF_REPLICATION.flatMap((operation) => sandbox.control.requests({ operation }))
    .filter(({ effects }) => effects > 0)
    .map(({ subject }) => subject ?? '');
  const hasStopped = last.units.some((unit) => wasStopped(unit, stopped));
  return last.units
    .filter(({ status }) => status !== 'succeeded' && status !== 'gated' && !(status === 'skipped' && hasStopped))
    .filter((unit) => !wasStopped(unit, stopped))
    .map(({ address, status, failure }) => `${address} is ${status}: ${JSON.stringify(failure)}`);
}

/**
 * The cut-over of the lost state had ended the task, by a stop or an exchange of addresses, so that no wait for its replication can be met. Nothing that the
 * vendor shows says whether everything had been copied then, so that an operator decides, and is told how.
 */
function wasStopped({ status, failure }: UnitReport, stopped: readonly string[]): boolean {
  const [, id = ''] = /^Task (\S+) is TERMINATED: it does not replicate/.exec(failure?.message ?? '') ?? [];
  return (
    status === 'failed' &&
    failure?.code === 'RUN_TASK_FAILED' &&
    failure.isFinal === true &&
    failure.hint?.includes('accept the unit') === true &&
    stopped.includes(id)
  );
}

import type { RunResult } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import { RehearsalWorld } from '@waybill/rehearsal';
import { checkEffects, checkSecrets } from './check-trace.ts';
import { runOnce } from './run-once.ts';
import { buildScenario, type Scenario, SETTLE_MS } from './scenario.ts';
import { compileScenario, worldOf } from './simulate.ts';
import { withKindsOnly } from './with-kinds-only.ts';

const MAX_RUNS = 25;

/** Runs, puts an old copy in the state's place once or twice, and goes on until nothing moves any more. */
export async function restoreAndFinish(seed: number): Promise<readonly string[]> {
  const scenario = withKindsOnly(buildScenario(seed));
  if (scenario === undefined) return [];
  const random = createSeededRandom(seed + 5_000_000_000);
  const world = new RehearsalWorld(worldOf(scenario, compileScenario(scenario)));
  let restores = 1 + Math.floor(random.fraction() * 2);
  let last: RunResult | undefined;
  for (let run = 1; run <= MAX_RUNS; run += 1) {
    const result = await runOnce(world);
    if (result instanceof Error) return [`it broke down: ${result.stack ?? result.message}`];
    if (result !== undefined) await world.approveAll(result);
    const isOver = result?.outcome === 'succeeded' || result?.outcome === 'failed';
    if (result !== undefined && stoppedAtForeign(result)) {
      // A copy without a run is a new state: what it finds by the pair alone is taken over by an operator.
      if (!world.hasLostFirstRun) return ['a task of its own counts as one of another state'];
      if ((await world.adoptAll()) > 0) continue;
    }
    if (restores === 0 && isOver) {
      last = result;
      break;
    }
    if (restores === 0) continue;
    restores -= 1;
    // Nobody brings a copy back within the time that a list may lag behind.
    await world.clock.advance(SETTLE_MS);
    world.restoreCopy(Math.floor(random.fraction() * world.records.length));
  }
  return [...checkEffects(world), ...checkSecrets(world), ...checkEnd(scenario, last)];
}

function stoppedAtForeign({ units }: RunResult): boolean {
  return units.some(({ status, failure }) => status === 'unknown' && failure?.code === 'RUN_TASK_OF_OTHER_STATE');
}

function checkEnd({ hasFailingTask, hasForbiddenCall }: Scenario, last: RunResult | undefined): readonly string[] {
  if (last === undefined) return [`not finished after ${MAX_RUNS} runs`];
  if (hasFailingTask || hasForbiddenCall) return [];
  return last.units
    .filter(({ status }) => status !== 'succeeded')
    .map(({ address, status, failure }) => `${address} is ${status}: ${JSON.stringify(failure)}`);
}

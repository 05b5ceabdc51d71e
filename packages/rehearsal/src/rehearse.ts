import { ProviderError, type RunResult, StateUnusableError } from '@waybill/core';
import type { RehearsalOptions } from './rehearsal-options.ts';
import { RehearsalWorld } from './rehearsal-world.ts';

export interface Rehearsal {
  readonly world: RehearsalWorld;
  /** Results of the processes that came to an end, in order. */
  readonly results: readonly RunResult[];
  /** Why it came to no end, if it did not: always a fault of Waybill. */
  readonly breakdown: string | undefined;
}

const MAX_RUNS = 20;

/**
 * Carries a plan out in a world of its own, to its end: starts again after every death, opens every gate, and takes tasks
 * over of which a copy from before the first run has no record, as an operator would.
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const world = new RehearsalWorld(options);
  const results: RunResult[] = [];
  for (let run = 1; run <= MAX_RUNS; run += 1) {
    try {
      const result = await world.run();
      if (world.isDamaged) return { world, results, breakdown: 'a changed record was accepted as genuine' };
      results.push(result);
      if (world.hasLostFirstRun && hasUnrecordedTask(result) && (await takeOver(world))) continue;
      if (result.outcome === 'succeeded' || result.outcome === 'failed')
        return { world, results, breakdown: undefined };
      await world.approveAll(result);
    } catch (error) {
      if (world.isDead) continue;
      if (!world.isDamaged || !(error instanceof StateUnusableError))
        return { world, results, breakdown: describe(error) };
      await world.restoreCopyBeforeDamage();
    }
  }
  return { world, results, breakdown: `not finished after ${MAX_RUNS} runs` };
}

function hasUnrecordedTask({ units }: RunResult): boolean {
  return units.some(({ status, failure }) => status === 'unknown' && failure?.code === 'RUN_TASK_OF_OTHER_STATE');
}

/** False where no task can be determined. An operator tries again after the next run when a vendor cannot be reached. */
async function takeOver(world: RehearsalWorld): Promise<boolean> {
  try {
    return (await world.adoptAll()) > 0;
  } catch (error) {
    if (error instanceof ProviderError) return true;
    throw error;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

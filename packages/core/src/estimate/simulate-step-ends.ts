import { simulateRun } from './simulate-run.ts';
import { buildSimulationModel, type ModelOptions } from './simulation-model.ts';

/** A simulation of more steps would keep somebody waiting who only wants the run to start. */
const MOST_STEPS = 30_000;

/**
 * When the steps that are left would end, in milliseconds from now, the first end first: one simulated run with the
 * middle of every duration. Gates open at once. Undefined for a plan that is too large, and when nothing is left.
 */
export function simulateStepEnds(options: ModelOptions): readonly number[] | undefined {
  if (options.graph.stepCount > MOST_STEPS) return undefined;
  const run = simulateRun(buildSimulationModel(options), { sample: 0, samples: 1 });
  const ends = run?.traces.flatMap((trace) => (trace === undefined ? [] : [trace.endsMs])) ?? [];
  return ends.length === 0 ? undefined : ends.toSorted((left, right) => left - right);
}

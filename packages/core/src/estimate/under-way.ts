import type { StepWith } from '../graph/steps/step-traits.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { RunningSlices } from './running-slices.ts';

/** A run in progress, as a simulation of what is left of it starts from. */
export interface UnderWay {
  /** By the wall clock, as the records of the journal. */
  readonly nowMs: number;
  /** Of remote tasks whose vendor says how far they are: 0 to 1. */
  readonly progressOf?: (step: string) => number | undefined;
  /** How long slices of own work took in it. */
  readonly slices?: Pick<RunningSlices, 'tookMs'>;
}

/** When what a wait waits for was started, by the wall clock; undefined while it was not. */
export function waitBeganAt(
  { needs }: Pick<StepWith<'waitsOutside'>, 'needs'>,
  { steps }: Checkpoint,
): number | undefined {
  let latest: number | undefined;
  for (const need of needs) {
    const state = steps.get(need);
    if (state?.status !== 'succeeded') return undefined;
    latest = Math.max(latest ?? 0, state.at);
  }
  return latest;
}

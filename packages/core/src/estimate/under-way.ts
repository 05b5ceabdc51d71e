import type { Step } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { RunningSlices } from './running-slices.ts';

/** A run in progress, as a simulation of what is left of it starts from. */
export interface UnderWay {
  /** By the wall clock, as the records of the journal. */
  readonly nowMs: number;
  /** Of remote tasks whose vendor says how far they are: 0 to 1. */
  readonly progressOf?: (step: string) => number | undefined;
  /** Of own work that counts what it does: until all of it is done, at the speed that it has. */
  readonly restMsOf?: (step: string) => number | undefined;
  /** How long slices of own work took in it. */
  readonly slices?: Pick<RunningSlices, 'tookMs'>;
}

/** When a wait began to be polled, by the wall clock; undefined while it was not. */
export function waitBeganAt({ needs }: Pick<Step, 'needs'>, checkpoint: Checkpoint): number | undefined {
  return lastEndOf(needs, checkpoint);
}

/** When the last of these steps succeeded, by the wall clock; undefined while one has not. */
export function lastEndOf(addresses: readonly string[], { steps }: Checkpoint): number | undefined {
  let latest: number | undefined;
  for (const address of addresses) {
    const state = steps.get(address);
    if (state?.status !== 'succeeded') return undefined;
    latest = Math.max(latest ?? 0, state.at);
  }
  return latest;
}

import type { Step } from '../graph/graph.ts';
import type { CheckpointFold } from '../journal/checkpoint.ts';

/** The steps that are done again when a failed one is tried again, because it works on what they found. */
export function repeatedWith({ repeats = [] }: Step, fold: Pick<CheckpointFold, 'step'>): readonly string[] {
  return repeats.filter((address) => fold.step(address)?.status === 'succeeded');
}

/** Its own work, as far as it is done, was on what is found anew now. */
export function plansAnew(repeated: readonly string[]): { readonly plansAnew?: true } {
  return repeated.length === 0 ? {} : { plansAnew: true };
}

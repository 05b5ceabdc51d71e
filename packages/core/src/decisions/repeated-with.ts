import type { Graph, Step } from '../graph/graph.ts';
import type { CheckpointFold } from '../journal/checkpoint.ts';
import { holdOf } from '../provider/steps/step-traits.ts';

export interface RepeatedFrom {
  readonly graph: Pick<Graph, 'stepsByAddress'>;
  readonly fold: Pick<CheckpointFold, 'step'>;
}

/** The steps that are done again when a failed one is tried again, because it works on what they found. */
export function repeatedWith({ address, repeats = [] }: Step, from: RepeatedFrom): readonly string[] {
  const repeated = repeats.filter((step) => isDone(step, from));
  return [...new Set([...[address, ...repeated].flatMap((step) => askedAgain(step, from)), ...repeated])];
}

/** Whether somebody else does the same by now. What was not lifted yet would be found, and taken for somebody else's. */
function askedAgain(address: string, from: RepeatedFrom): readonly string[] {
  const step = from.graph.stepsByAddress.get(address);
  const hold = step && holdOf(step);
  if (step === undefined || hold?.checkedBy === undefined) return [];
  const { checkedBy, liftedBy } = hold;
  const check = `${step.unit}.${checkedBy}`;
  return isDone(check, from) && isDone(`${step.unit}.${liftedBy}`, from) ? [check] : [];
}

function isDone(address: string, { fold }: RepeatedFrom): boolean {
  return fold.step(address)?.status === 'succeeded';
}

/** Its own work, as far as it is done, was on what is found anew now. */
export function plansAnew(repeated: readonly string[]): { readonly plansAnew?: true } {
  return repeated.length === 0 ? {} : { plansAnew: true };
}

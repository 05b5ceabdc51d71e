import { acceptedMeaning, type Comparison } from '../binding/compare-with-checkpoint.ts';
import type { Graph } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { PlanRebased } from '../journal/record.ts';
import type { Plan } from '../plan/plan.ts';
import { defined } from '../value/defined.ts';

/** The record that a plan took the place of the one that was applied before, with what is kept as it was done. */
export function rebasedRecord(
  plan: Pick<Plan, 'digest'>,
  graph: Graph,
  { before, comparison }: { readonly before: Checkpoint; readonly comparison: Comparison },
): PlanRebased {
  return {
    kind: 'plan.rebased',
    fromDigest: before.lastRun?.started.planDigest ?? '',
    toDigest: plan.digest,
    kept: comparison.changed,
    ...defined({
      accepted: comparison.changed.length === 0 ? undefined : acceptedMeanings(comparison.changed, graph, before),
    }),
    orphaned: comparison.orphaned,
  };
}

function acceptedMeanings(
  addresses: readonly string[],
  graph: Graph,
  before: Checkpoint,
): Readonly<Record<string, string>> {
  const steps = addresses.flatMap((address) => graph.stepsByAddress.get(address) ?? []);
  return Object.fromEntries(steps.map((step) => [step.address, acceptedMeaning(step, graph, before)]));
}

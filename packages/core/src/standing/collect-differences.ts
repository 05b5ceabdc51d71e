import type { Graph, Step } from '../graph/graph.ts';
import { isOwnWork } from '../graph/steps/step-traits.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { type Difference, failedVerificationOf } from '../provider/verification.ts';

/** What a verification found to differ, and where. */
export interface FoundDifference extends Difference {
  readonly unit: string;
  readonly step: string;
}

export interface DifferenceSources {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly checkpoint: Pick<Checkpoint, 'steps'>;
}

/** Of all verifications that failed and were not done again since, as far as they name it; in the order of the plan. */
export function collectDifferences({ graph, checkpoint, ...sources }: DifferenceSources): readonly FoundDifference[] {
  const { steps } = checkpoint;
  const failed = new Set(
    [...steps].flatMap(([address, { status, failure }]) =>
      status === 'failed' && failedVerificationOf(failure?.code) !== undefined ? [address] : [],
    ),
  );
  const units = new Set([...failed].map((address) => graph.stepsByAddress.get(address)?.unit));
  return graph.units
    .filter(({ address }) => units.has(address))
    .flatMap((unit) => unit.steps.filter(({ address }) => failed.has(address)))
    .flatMap((step) => differencesOf(step, { graph, checkpoint, ...sources }));
}

function differencesOf(step: Step, { plan, registry, checkpoint }: DifferenceSources): readonly FoundDifference[] {
  const { slices = [], results = {} } = checkpoint.steps.get(step.address)?.job ?? {};
  if (!isOwnWork(step)) return [];
  const type = plan.providers.get(step.provider)?.type ?? '';
  const job = registry.get(type)?.jobs?.[step.job];
  const done = slices.flatMap((slice) => {
    const result = results[slice.name];
    return result === undefined ? [] : [{ slice, result }];
  });
  const found = job?.differencesIn?.(done) ?? [];
  return found.map((difference) => ({ unit: step.unit, step: step.address, ...difference }));
}

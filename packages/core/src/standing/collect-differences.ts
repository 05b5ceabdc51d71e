import type { Graph, Step } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { JobState } from '../journal/step-state.ts';
import type { Plan } from '../plan/plan.ts';
import type { SliceResult } from '../provider/job.ts';
import type { Omission } from '../provider/omission.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { isOwnWork, type StepWith } from '../provider/steps/step-traits.ts';
import { type Difference, failedVerificationOf } from '../provider/verification.ts';
import { omissionsByUnit } from './unit-omissions.ts';

/** What a verification found to differ, or a copy left out, and where. */
export interface FoundDifference extends Difference {
  readonly unit: string;
  readonly step: string;
}

export interface DifferenceSources {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly checkpoint: Pick<Checkpoint, 'steps' | 'omissions'>;
}

/**
 * As far as work names it: what verifications found that failed and were not done again since, and what copies left out, also
 * where the plan allows it. In the order of the plan.
 */
export function collectDifferences({ graph, ...sources }: DifferenceSources): readonly FoundDifference[] {
  const { steps, omissions } = sources.checkpoint;
  const failed = [...steps].flatMap(([address, { status, job }]) =>
    status === 'failed' && job !== undefined ? [address] : [],
  );
  const omitted = omissionsByUnit({ omissions });
  const units = new Set([...failed, ...omissions.keys()].map((address) => graph.stepsByAddress.get(address)?.unit));
  return graph.units
    .filter(({ address }) => units.has(address))
    .flatMap(({ address, steps: own }) => {
      const named = new Map(omitted.get(address));
      return own.flatMap((step) => {
        const found = isOwnWork(step) ? differencesOf(step, sources) : [];
        return found.length > 0 ? found : omittedBy(step, named.get(step.address));
      });
    });
}

function omittedBy({ unit, address }: Step, omission: Omission | undefined): readonly FoundDifference[] {
  return (omission?.named ?? []).map((difference) => ({ unit, step: address, ...difference }));
}

function differencesOf(
  step: StepWith<'isOwnWork'>,
  { plan, registry, checkpoint }: Omit<DifferenceSources, 'graph'>,
): readonly FoundDifference[] {
  const found = checkpoint.steps.get(step.address);
  if (found?.status !== 'failed') return [];
  const type = plan.providers.get(step.provider)?.type ?? '';
  const job = registry.get(type)?.jobs?.[step.job];
  const done = resultsOf(found?.job);
  const hasFailed = found?.status === 'failed' && failedVerificationOf(found.failure?.code) !== undefined;
  const differences = [
    ...((hasFailed ? job?.differencesIn?.(done) : undefined) ?? []),
    ...(job?.leftOutIn?.(done) ?? []),
  ];
  return differences.map((difference) => ({ unit: step.unit, step: step.address, ...difference }));
}

function resultsOf({ slices = [], results = {} }: Partial<JobState> = {}): readonly SliceResult[] {
  return slices.flatMap((slice) => {
    const result = results[slice.name];
    return result === undefined ? [] : [{ slice, result }];
  });
}

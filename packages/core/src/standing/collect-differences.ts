import type { Graph, Step } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { JobState } from '../journal/step-state.ts';
import type { Plan } from '../plan/plan.ts';
import type { JobDefinition, SliceResult } from '../provider/job.ts';
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

/** What steps left out, all of it, by step. */
export type LeftOutBySteps = ReadonlyMap<string, readonly FoundDifference[]>;

export interface DifferenceSources {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  readonly checkpoint: Pick<Checkpoint, 'steps' | 'omissions'>;
  /**
   * All that steps left out, in place of what their results name of it.
   *
   * @default what their results name
   */
  readonly leftOut?: LeftOutBySteps;
}

/**
 * As far as work names it: what verifications found that failed and were not done again since, and what copies left out, also
 * where the plan allows it. In the order of the plan, and of a unit by its steps.
 */
export function collectDifferences({ graph, ...sources }: DifferenceSources): readonly FoundDifference[] {
  const { steps, omissions } = sources.checkpoint;
  const { leftOut = new Map() } = sources;
  const failed = [...steps].flatMap(([address, { status, job }]) =>
    status === 'failed' && job !== undefined ? [address] : [],
  );
  const omitted = omissionsByUnit({ omissions });
  const units = new Set(
    [...failed, ...omissions.keys(), ...leftOut.keys()].map((address) => graph.stepsByAddress.get(address)?.unit),
  );
  return graph.units
    .filter(({ address }) => units.has(address))
    .flatMap(({ address, steps: own }) => {
      const named = new Map(omitted.get(address));
      return own.flatMap((step) => {
        const kept = leftOut.get(step.address);
        const hasFailed = steps.get(step.address)?.status === 'failed';
        const found = hasFailed && isOwnWork(step) ? differencesOf(step, sources, kept) : (kept ?? []);
        return found.length > 0 ? found : omittedBy(step, named.get(step.address));
      });
    });
}

/** How many differences verifications found that failed and were not done again since; `named`: how many of them the state names. */
export interface DifferenceCount {
  readonly found: number;
  readonly named: number;
}

/** Of what `collectDifferences` gives, what verifications found. */
export function countDifferences({ graph, ...sources }: DifferenceSources): DifferenceCount {
  const total = { found: 0, named: 0 };
  for (const [address, { status, job }] of sources.checkpoint.steps) {
    if (status !== 'failed' || job === undefined) continue;
    const step = graph.stepsByAddress.get(address);
    if (step === undefined || !isOwnWork(step) || !hasFoundDifferences(step, sources)) continue;
    const { job: definition, done } = workOf(step, sources);
    const named = definition?.differencesIn?.(done).length ?? 0;
    total.named += named;
    total.found += Math.max(named, definition?.differenceCount?.(done) ?? 0);
  }
  return total;
}

function omittedBy({ unit, address }: Step, omission: Omission | undefined): readonly FoundDifference[] {
  return (omission?.named ?? []).map((difference) => ({ unit, step: address, ...difference }));
}

type WorkSources = Omit<DifferenceSources, 'graph'>;

function differencesOf(
  step: StepWith<'isOwnWork'>,
  sources: WorkSources,
  kept: readonly FoundDifference[] | undefined,
): readonly FoundDifference[] {
  const { job, done } = workOf(step, sources);
  const found = hasFoundDifferences(step, sources) ? job?.differencesIn?.(done) : undefined;
  const differences = [...(found ?? []), ...(kept ?? job?.leftOutIn?.(done) ?? [])];
  return differences.map((difference) => ({ unit: step.unit, step: step.address, ...difference }));
}

/** Whether the step failed for what a verification found. */
function hasFoundDifferences({ address }: Step, { checkpoint }: WorkSources): boolean {
  const { status, failure } = checkpoint.steps.get(address) ?? {};
  return status === 'failed' && failedVerificationOf(failure?.code) !== undefined;
}

function workOf(
  { address, provider, job }: StepWith<'isOwnWork'>,
  { plan, registry, checkpoint }: WorkSources,
): { readonly job: JobDefinition | undefined; readonly done: readonly SliceResult[] } {
  const type = plan.providers.get(provider)?.type ?? '';
  return { job: registry.get(type)?.jobs?.[job], done: resultsOf(checkpoint.steps.get(address)?.job) };
}

function resultsOf({ slices = [], results = {} }: Partial<JobState> = {}): readonly SliceResult[] {
  return slices.flatMap((slice) => {
    const result = results[slice.name];
    return result === undefined ? [] : [{ slice, result }];
  });
}

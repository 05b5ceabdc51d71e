import type { PlannedProvider } from '../binding/planned-provider.ts';
import { assertInvariant } from '../errors.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { DEFAULT_SLICES } from '../provider/limits.ts';
import { isOwnWork, type StepWith, traitsOf } from '../provider/steps/step-traits.ts';
import { eachSliced, type Sliced } from '../value/sliced.ts';
import type { PreviewJob } from './preview.ts';

/** Some milliseconds. */
const UNITS_PER_SLICE = 250;

interface Counted {
  readonly step: StepWith<'isOwnWork'>;
  steps: number;
  left: number;
  /** Of the steps that are left; null once one of them cannot say it. */
  slices: number | null;
}

/** The own work of a plan, by job and connections, in the order of first use. */
export function* describeJobs(
  graph: Graph,
  providers: ReadonlyMap<string, PlannedProvider>,
  checkpoint: Checkpoint,
): Sliced<readonly PreviewJob[]> {
  const counts = new Map<string, Counted>();
  // Only units with own work are asked for their steps, which may be made for it.
  const add = (unit: PlannedUnit): void => {
    if (!unit.shape.steps.some((step) => traitsOf(step).isOwnWork)) return;
    for (const step of unit.steps) if (isOwnWork(step)) countStep(step, { counts, providers, checkpoint });
  };
  yield* eachSliced(graph.units, UNITS_PER_SLICE, add);
  return [...counts.values()].map((counted) => describeJob(counted, providers));
}

interface Counting {
  readonly counts: Map<string, Counted>;
  readonly providers: ReadonlyMap<string, PlannedProvider>;
  readonly checkpoint: Checkpoint;
}

function countStep(step: StepWith<'isOwnWork'>, { counts, providers, checkpoint }: Counting): void {
  const key = JSON.stringify([step.provider, step.job, step.connections]);
  const counted = counts.get(key) ?? { step, steps: 0, left: 0, slices: 0 };
  counts.set(key, counted);
  counted.steps += 1;
  const known = checkpoint.steps.get(step.address);
  if (known?.status === 'succeeded') return;
  counted.left += 1;
  const isPlanned = known?.job !== undefined && known.job.fingerprint !== '';
  const slices = isPlanned
    ? known.job.sliceCount - known.job.doneCount
    : definitionOf(step, providers).expectedWork?.(step.arguments, undefined)?.slices;
  counted.slices = counted.slices === null || slices === undefined ? null : counted.slices + slices;
}

function describeJob(
  { step, steps, left, slices }: Counted,
  providers: ReadonlyMap<string, PlannedProvider>,
): PreviewJob {
  const { provider, job, connections } = step;
  const { title, access = [] } = definitionOf(step, providers);
  const places = connections.map((alias) => providers.get(alias)?.limits.slices ?? DEFAULT_SLICES);
  return {
    provider,
    job,
    title,
    connections: connections.map((alias, place) => ({ alias, access: access[place] ?? null })),
    steps,
    left,
    slices,
    slices_at_once: Math.min(...places),
  };
}

function definitionOf(
  { provider, job, address }: StepWith<'isOwnWork'>,
  providers: ReadonlyMap<string, PlannedProvider>,
): NonNullable<PlannedProvider['provider']['jobs']>[string] {
  const definition = providers.get(provider)?.provider.jobs?.[job];
  assertInvariant(definition !== undefined, `kinds use declared jobs: ${address}`);
  return definition;
}

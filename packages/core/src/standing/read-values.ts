import type { ConnectedProviders } from '../connect/connect-providers.ts';
import { withProviders } from '../connect/with-providers.ts';
import { assertInvariant } from '../errors.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { OUTSIDE_A_RUN } from '../limits/channel.ts';
import { checkpointOf, type SweepOptions } from '../orphans/sweep-orphans.ts';
import type { JobContext, JobDefinition } from '../provider/job.ts';
import { isOwnWork, type StepWith } from '../provider/steps/step-traits.ts';
import type { Redactor } from '../redact/redactor.ts';
import { jobConnection } from '../steps/job/job-connection.ts';
import { resolveArguments } from '../steps/resolve-arguments.ts';
import type { Json } from '../value/value.ts';
import type { FoundDifference } from './collect-differences.ts';

/** What each side has of something in which they differ. */
export type DifferentValues = NonNullable<Awaited<ReturnType<NonNullable<JobDefinition['valuesOf']>>>[number]>;

/** Differences that one step has named, by their places in the list of all, and how their values are read. */
interface Asked {
  readonly step: StepWith<'isOwnWork'>;
  readonly places: readonly number[];
  readonly valuesOf: NonNullable<JobDefinition['valuesOf']>;
}

/**
 * What both sides have now of what was found to differ, for an operator who asks for it: one for each, undefined where the work
 * that found it cannot say, or the name of the difference was cut. Reads only, inside the limits of a run. Secrets of the plan are taken out; nothing is recorded.
 *
 * @throws ProviderError where a side cannot be read
 */
export async function readValues(
  found: readonly FoundDifference[],
  options: SweepOptions,
): Promise<readonly (DifferentValues | undefined)[]> {
  const asked = askedOf(found, options);
  const values: (DifferentValues | undefined)[] = found.map(() => undefined);
  if (asked.length === 0) return values;
  const checkpoint = await checkpointOf(options.store, options.graph);
  await withProviders(options, {
    transport: options.transport,
    sends: asked.map(({ step }) => step.arguments),
    work: async (connected, redactor, secrets) => {
      for (const { step, places, valuesOf } of asked) {
        const context = contextOf(step, { connected, secrets, checkpoint, options });
        const read = await valuesOf(
          places.flatMap((at) => found[at] ?? []),
          { ...context, clean: (text) => redactor.text(text) },
        );
        for (const [index, at] of places.entries()) values[at] = cleanOf(read[index], redactor);
      }
    },
  });
  return values;
}

function askedOf(
  found: readonly FoundDifference[],
  { graph, plan, registry }: Pick<SweepOptions, 'graph' | 'plan' | 'registry'>,
): readonly Asked[] {
  return [...Map.groupBy(found.keys(), (at) => found[at]?.step ?? '')].flatMap(([address, places]): Asked[] => {
    const step = graph.stepsByAddress.get(address);
    if (step === undefined || !isOwnWork(step)) return [];
    const job = registry.get(plan.providers.get(step.provider)?.type ?? '')?.jobs?.[step.job];
    return job?.valuesOf === undefined ? [] : [{ step, places, valuesOf: job.valuesOf }];
  });
}

interface ReadWith {
  readonly connected: ConnectedProviders;
  readonly secrets: ReadonlyMap<string, string>;
  readonly checkpoint: Checkpoint;
  readonly options: SweepOptions;
}

/** As the step itself has it when it does its work. */
function contextOf(step: Asked['step'], { connected, secrets, checkpoint, options }: ReadWith): JobContext {
  const { graph, plan, store, clock, signal } = options;
  const unit = graph.unitsByAddress.get(step.unit);
  assertInvariant(unit !== undefined, `every step is of a unit: ${step.address}`);
  const input = resolveArguments(step.arguments, unit, {
    plan: plan.name,
    graph,
    stateId: store?.header.stateId ?? '',
    secrets,
    stepState: (address) => checkpoint.steps.get(address),
    generation: (address) => checkpoint.generations.get(address) ?? 0,
  });
  const connections = step.connections.map((alias) => {
    const channel = connected.byAlias.get(alias)?.channel;
    assertInvariant(channel !== undefined, `every connection of a step is connected: ${alias}`);
    return jobConnection(channel, OUTSIDE_A_RUN.priority);
  });
  return { input, connections, clock, signal };
}

function cleanOf(values: DifferentValues | undefined, redactor: Redactor): DifferentValues | undefined {
  if (values === undefined) return undefined;
  return { source: clean(values.source, redactor), target: clean(values.target, redactor) };
}

function clean(value: Json, redactor: Redactor): Json {
  if (typeof value === 'string') return redactor.text(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => clean(each, redactor));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [redactor.text(name), clean(each, redactor)]));
}

import type { JobContext, JobDefinition, JobSlice } from '../provider/job.ts';
import { ProviderError, type ProviderErrorClass } from '../provider/provider-error.ts';
import type { JsonObject } from '../value/value.ts';

/** A slice as it was worked on. */
export interface FakeSlice {
  /** With the input's `label`. */
  readonly name: string;
  readonly connections: readonly string[];
  readonly startedAtMs: number;
}

/** The data that the job `tally` counts, and what becomes of its slices; decided by the test. */
export class FakeData {
  readonly slices: FakeSlice[] = [];
  readonly ended: string[] = [];
  /** How often slices were planned. */
  planned = 0;
  sliceMs = 10_000;
  /** Why a slice fails; asked before it does anything. */
  fault: (slice: string) => ProviderErrorClass | 'bug' | 'none' = () => 'none';
  result: (slice: string) => JsonObject = () => ({ counted: 1 });
  /** Whether the sum of all slices is as it should be. */
  isRight = true;
  /** By alias: slices at once. */
  readonly inUse: Map<string, number> = new Map();
  readonly mostInUse: Map<string, number> = new Map();
}

/**
 * Counts data in as many slices as the input's `slices` says. Each takes a while, and reads the tasks over its first
 * connection.
 */
export function fakeJob(data: FakeData): JobDefinition {
  return {
    name: 'tally',
    title: 'count the data',
    inputSchema: { type: 'object', properties: { slices: { type: 'integer' }, label: { type: 'string' } } },
    outputs: ['total'],
    planSlices: ({ input }) => {
      data.planned += 1;
      const count = Number(input['slices'] ?? 1);
      return Array.from({ length: count }, (_, index) => ({ name: `${index}`, arguments: { from: index } }));
    },
    runSlice: (slice, context) => count(slice, context, data),
    summarize: (results) => {
      const total = results.reduce((sum, { result }) => sum + Number(result['counted'] ?? 0), 0);
      if (!data.isRight) return { kind: 'failed', reason: `It counted ${total}.`, hint: 'Look at the data.' };
      return { kind: 'succeeded', outputs: { total, more: 'is not kept' }, detail: `${total} counted` };
    },
    expectedWork: ({ slices }, amount) =>
      typeof slices === 'number' ? { slices, size: (amount?.count ?? 1_000) / 1_000 } : undefined,
    access: ['reads', 'writes'],
    assumedDuration: { p50Ms: 10_000, p90Ms: 20_000, source: 'a guess' },
  };
}

async function count(
  slice: JobSlice,
  { input, connections, clock, signal }: JobContext,
  data: FakeData,
): Promise<JsonObject> {
  const { label } = input;
  const name = `${typeof label === 'string' ? label : ''}${slice.name}`;
  const aliases = connections.map(({ alias }) => alias);
  data.slices.push({ name, connections: aliases, startedAtMs: clock.monotonicMs() });
  const use = (by: 1 | -1): void => {
    for (const alias of aliases) {
      const used = (data.inUse.get(alias) ?? 0) + by;
      data.inUse.set(alias, used);
      data.mostInUse.set(alias, Math.max(data.mostInUse.get(alias) ?? 0, used));
    }
  };
  use(1);
  try {
    const fault = data.fault(name);
    if (fault === 'bug') throw new TypeError('no such thing');
    if (fault !== 'none') throw refusal(name, fault);
    await connections[0]?.read('ListTasks', {});
    await clock.sleep(data.sliceMs, signal);
    data.ended.push(name);
    return data.result(name);
  } finally {
    use(-1);
  }
}

function refusal(slice: string, errorClass: ProviderErrorClass): ProviderError {
  return new ProviderError(`slice ${slice} was refused`, {
    vendorCode: `FAKE_${errorClass.toUpperCase()}`,
    class: errorClass,
    effect: 'none',
  });
}

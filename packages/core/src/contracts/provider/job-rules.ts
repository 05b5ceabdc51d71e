import { isDeepStrictEqual } from 'node:util';
import { MAX_RESULT_BYTES, MAX_SLICES } from '../../jobs/job-queue.ts';
import { findSchemaErrors } from '../../plan/schema/check-schema.ts';
import { validatorOf } from '../../plan/schema/schema-validator.ts';
import type { JobContext, JobDefinition, JobSlice, SliceResult } from '../../provider/job.ts';
import type { JsonObject } from '../../value/value.ts';
import { type CompleteProvider, type CompleteRule, frozen, thrownBy } from './provider-under-test.ts';
import { guardedSession, nameOf, type OpenSession, thrownFrom, withSession } from './with-session.ts';

/** Kept where the samples have inputs of jobs, and say what the provider talks to. */
export const JOB_RULES: readonly CompleteRule[] = [
  { promise: 'a job cuts its work into slices that differ, and can do each of them twice', faultsOf: work },
  { promise: 'a job makes outputs that it declares of what its slices gave', faultsOf: summaries },
];

const MOST_CHARACTERS_OF_NAME = 200;

/** So many slices of each sample are done. */
const MOST_DONE = 3;

function work(under: CompleteProvider): Promise<readonly string[]> {
  return eachSample(under, async (sample) => {
    const slices = await planned(sample);
    if (typeof slices === 'string') return [slices];
    const faults = sliceFaults(slices, under);
    if (faults.length > 0) return faults;
    const done = await Promise.all(slices.slice(0, MOST_DONE).map((slice) => doneTwice(slice, sample, under)));
    return done.flat();
  });
}

function sliceFaults(slices: readonly JobSlice[], { secrets = [] }: CompleteProvider): readonly string[] {
  const names = slices.map(({ name }) => name);
  const text = JSON.stringify(slices);
  return [
    ...(new Set(names).size === names.length ? [] : ['two of its slices have one name']),
    ...names.filter((name) => name.length > MOST_CHARACTERS_OF_NAME).map(() => 'the name of a slice is too long'),
    ...(slices.length <= MAX_SLICES ? [] : [`it has ${slices.length} slices, and ${MAX_SLICES} are allowed`]),
    ...(secrets.some((secret) => text.includes(secret)) ? ['its slices show a secret'] : []),
  ];
}

/** A run that was cut off does a slice again whose record was lost. */
async function doneTwice(slice: JobSlice, sample: JobSample, under: CompleteProvider): Promise<readonly string[]> {
  const { job, context } = sample;
  const faults: string[] = [];
  for (const how of ['', ' when it is done again']) {
    const error = await thrownFrom(async () => {
      const result = JSON.stringify(await job.runSlice(slice, context));
      if (result.length > MAX_RESULT_BYTES) faults.push(`what a slice gives is larger than ${MAX_RESULT_BYTES} bytes`);
      if ((under.secrets ?? []).some((secret) => result.includes(secret)))
        faults.push('what a slice gives shows a secret');
    });
    if (error !== undefined) faults.push(`the slice ${slice.name} ends with ${nameOf(error)}${how}`);
    if (error !== undefined) break;
  }
  return faults;
}

function summaries(under: CompleteProvider): Promise<readonly string[]> {
  return eachSample(under, async (sample) => {
    const slices = await planned(sample);
    if (typeof slices === 'string') return [slices];
    const { job, context } = sample;
    const results: SliceResult[] = [];
    for (const slice of slices) {
      const error = await thrownFrom(async () => results.push({ slice, result: await job.runSlice(slice, context) }));
      if (error !== undefined) return [`${slice.name} ends with ${nameOf(error)}`];
    }
    const summarize = () => job.summarize(frozen(results), frozen(context.input));
    const thrown = thrownBy(summarize);
    if (thrown !== undefined) return [`summing up throws ${thrown}`];
    const unknown = Object.keys(summarize().outputs ?? {}).filter((name) => !job.outputs.includes(name));
    return [
      ...(isDeepStrictEqual(summarize(), summarize()) ? [] : ['it sums up the same slices in two ways']),
      ...unknown.map((name) => `it gives the output ${name}, which it does not declare`),
    ];
  });
}

interface JobSample {
  readonly job: JobDefinition;
  readonly context: JobContext;
}

async function eachSample(
  under: CompleteProvider,
  faultsOf: (sample: JobSample) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, inputs] of Object.entries(under.jobs ?? {})) {
    const job = under.provider.jobs?.[name];
    if (job === undefined) found.push(`${name}: there is no such job`);
    else
      for (const input of inputs) {
        const wrong = findSchemaErrors(input, validatorOf(job.inputSchema));
        const faults =
          wrong.length > 0
            ? ['its sample breaks its inputSchema']
            : await withSession(under, (open) => faultsOf({ job, context: contextOf(input, open, under) }));
        found.push(...faults.map((fault) => `${name}: ${fault}`));
      }
  }
  return found;
}

/** The plan of a sample's slices; what is wrong where there is none. */
async function planned({ job, context }: JobSample): Promise<readonly JobSlice[] | string> {
  let slices: readonly JobSlice[] = [];
  const error = await thrownFrom(async () => {
    slices = await job.planSlices(context);
  });
  return error === undefined ? slices : `planning its slices ends with ${nameOf(error)}`;
}

/** Two connections, which lead to the same. */
function contextOf(input: JsonObject, open: OpenSession, under: CompleteProvider): JobContext {
  const session = guardedSession(open, under);
  const { signal } = new AbortController();
  const connections = ['it', 'other'].map((alias) => ({
    alias,
    session,
    call: (operation: string, args: JsonObject) => session.call(operation, args, { signal }),
    read: async (operation: string, args: JsonObject) => (await session.call(operation, args, { signal })).response,
  }));
  return { input: frozen(structuredClone(input)), connections, clock: open.backend.clock, signal };
}

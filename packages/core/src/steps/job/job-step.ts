import { WaybillError } from '../../errors.ts';
import { fingerprintStep } from '../../graph/fingerprint-step.ts';
import { firstNameOf } from '../../graph/first-names.ts';
import type { JobStep } from '../../graph/graph.ts';
import { type Job, type JobFailure, jobId, MAX_RESULTS_BYTES, slicesInHand } from '../../jobs/job-queue.ts';
import { runSlices } from '../../jobs/run-slices.ts';
import type { JobPlanned } from '../../journal/record.ts';
import { warningOf } from '../../journal/warnings.ts';
import { findSchemaErrors } from '../../plan/schema/check-schema.ts';
import { validatorOf } from '../../plan/schema/schema-validator.ts';
import type { JobSummary } from '../../provider/job.ts';
import { placedOmission } from '../../provider/omission.ts';
import { ProviderError } from '../../provider/provider-error.ts';
import { codeOfVerification } from '../../provider/verification.ts';
import { keepValues } from '../../redact/keep-values.ts';
import { asSentence } from '../../value/as-sentence.ts';
import { canonicalJson } from '../../value/canonical-json.ts';
import { defined } from '../../value/defined.ts';
import { nonEmpty } from '../../value/non-empty.ts';
import type { Json, JsonObject } from '../../value/value.ts';
import { doAnew, isReliedOver } from '../relied-on.ts';
import { returnToGate } from '../return-to-gate.ts';
import type { StepContext, StepEnding } from '../step-context.ts';
import { endingAfterRefusal } from '../try-again.ts';
import { connectionOfError } from './job-connection.ts';
import { jobOf } from './job-definition.ts';
import { leftOutAttemptOf } from './left-out-writer.ts';
import { planSlices } from './plan-slices.ts';
import { SliceTries } from './slice-tries.ts';
import { SliceWork } from './slice-work.ts';

/**
 * Own work on data: plan the slices unless an earlier run did, let those be worked on that are not recorded, record each
 * result once, and sum up. No intent is written: a slice whose result is not in the journal is done again, which its
 * contract allows.
 */
export async function runJobStep(step: JobStep, context: StepContext): Promise<StepEnding> {
  const before = context.state(step.address);
  const attempt = before?.status === 'begun' ? before.attempt : (before?.attempt ?? 0) + 1;
  const fingerprint = fingerprintStep(step);
  const running: RunningJob = { step, attempt, fingerprint };
  const over = (await returnToGate(context)) ?? (await renewIfOver(running, context));
  if (over !== undefined) return over;
  context.emit({ kind: 'step.started', step: step.address, unit: step.unit, attempt });
  try {
    const unfit = unfitInput(step, context);
    if (unfit !== undefined) return await fail(running, unfit, context);
    const { job } = before ?? {};
    const planned = await planSlices(step, { attempt, fingerprint, ...defined({ job }) }, context);
    if (planned.kind === 'refused') return await fail(running, tooLarge(planned.message), context);
    return await workOnSlices(running, planned.slices, context);
  } catch (error) {
    if (context.stopping.aborted && error === context.stopping.reason) return { kind: 'stopped' };
    if (!(error instanceof ProviderError)) throw error;
    return await endAfterRefusedPlan(running, error, context);
  }
}

/**
 * Whether the input, with everything filled in, breaks the job's schema. Names places and rules and no values: they may be
 * secret, or parts of a secret.
 */
function unfitInput(step: JobStep, context: StepContext): Failure | undefined {
  const validator = validatorOf(jobOf(step, context).inputSchema);
  const input = context.resolve(step.arguments);
  if (validator.accepts(input)) return undefined;
  const faults = findSchemaErrors(input, validator).map(
    ({ path, keyword }) => `${path.length === 0 ? 'it' : path.join('.')} (${keyword})`,
  );
  return {
    code: 'RUN_JOB_INPUT',
    message: `The job ${step.job} does not accept its input: ${[...new Set(faults)].slice(0, MOST_FAULTS).join(', ')}.`,
    hint: 'A value that became known during the run does not have the form that the job needs: correct its source, then retry the unit.',
  };
}

/** More would be no help. */
const MOST_FAULTS = 8;

interface RunningJob {
  readonly step: JobStep;
  readonly attempt: number;
  readonly fingerprint: string;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

async function workOnSlices(
  running: RunningJob,
  slices: JobPlanned['slices'],
  context: StepContext,
): Promise<StepEnding> {
  const { step } = running;
  const jobs = slices.map((slice) => jobFor(step, slice, context));
  const tries = new SliceTries(step, context);
  const isDone = (slice: string): boolean => Object.hasOwn(resultsOf(step, context), slice);
  const bySlice = new Map(jobs.map((job) => [job.id, job] as const));
  const progress = watchSlices(step, slices, context);
  using _watched = progress;
  progress.show();
  let keptBytes = Buffer.byteLength(canonicalJson(resultsOf(step, context)));
  const ending = await runSlices({
    queue: context.jobs.queue,
    stateId: context.tokenScope.stateId,
    jobs,
    window: slicesInHand(step.connections.map((alias) => context.jobs.placesOf(alias))),
    clock: context.clock,
    stopping: context.stopping,
    isRecorded: (id) => isDone(bySlice.get(id)?.slice ?? ''),
    retryAfterMs: (failed) => tries.retryAfterMs(failed, bySlice.get(failed.id)?.slice ?? ''),
    record: async ({ id, result }) => {
      const slice = bySlice.get(id)?.slice ?? '';
      const sent = { template: step.arguments, resolved: context.resolve(step.arguments) };
      const kept = keepValues(result, sent, context.redactor);
      keptBytes += Buffer.byteLength(canonicalJson(kept));
      if (keptBytes > MAX_RESULTS_BYTES) return { class: 'fatal', ...tooLarge(TOO_MUCH) };
      await context.record({ kind: 'slice.done', step: step.address, slice, result: kept });
      progress.show();
      return undefined;
    },
  });
  switch (ending.kind) {
    case 'stopped':
      return { kind: 'stopped' };
    case 'failed':
      return await endAfterFailures(
        running,
        ending.failures.map(({ id, failure }) => ({ slice: bySlice.get(id)?.slice ?? '', failure })),
        tries,
        context,
      );
    case 'done':
      return await summarize(running, slices, context);
  }
}

const TOO_MUCH = `The results of the slices take more than ${MAX_RESULTS_BYTES} bytes, and no more is kept.`;

function tooLarge(message: string): Failure {
  return {
    code: 'RUN_JOB_TOO_LARGE',
    message,
    hint: 'This is a fault of the provider, not of the plan: report it. Waybill keeps counts of a job, and no data.',
  };
}

function jobFor(step: JobStep, slice: JobPlanned['slices'][number], { provider, tokenScope }: StepContext): Job {
  const { stateId, unit, generation } = tokenScope;
  return {
    id: jobId({ stateId, step: `${unit}.${firstNameOf(step)}`, generation, slice: slice.name }),
    kind: step.job,
    provider: provider.type,
    connections: step.connections,
    step: step.address,
    slice: slice.name,
    arguments: slice.arguments,
  };
}

function resultsOf(step: JobStep, { state }: StepContext): Readonly<Record<string, JsonObject>> {
  return state(step.address)?.job?.results ?? {};
}

/** Shows how far the slices are, now and as they report it, until it is disposed of. */
function watchSlices(
  step: JobStep,
  slices: JobPlanned['slices'],
  context: StepContext,
): Disposable & { readonly show: () => void } {
  const { state, emit, clock, jobs } = context;
  const show = (): void => {
    const done = state(step.address)?.job?.doneCount ?? 0;
    const ofStep = { step: step.address, unit: step.unit, done, total: slices.length };
    emit({ kind: 'step.progressed', ...ofStep, ...defined({ work: work.done }) });
  };
  const { counts } = jobOf(step, context);
  const work = new SliceWork({ counts, slices, recorded: () => resultsOf(step, context), clock, show });
  jobs.reports.set(step.address, (slice, count) => work.report(slice, count));
  return { show, [Symbol.dispose]: () => jobs.reports.delete(step.address) };
}

async function summarize(
  { step, attempt, fingerprint }: RunningJob,
  slices: JobPlanned['slices'],
  context: StepContext,
): Promise<StepEnding> {
  const job = jobOf(step, context);
  const results = resultsOf(step, context);
  const input = context.resolve(step.arguments);
  const place = placeOfLeftOut(results, context);
  const summary = withPlace(
    job.summarize(
      slices.map((slice) => ({ slice, result: results[slice.name] ?? {} })),
      input,
    ),
    place,
  );
  const sent = { template: step.arguments, resolved: input };
  const keep = (names: readonly string[], given: JsonObject): JsonObject =>
    keepValues(
      Object.fromEntries(names.map((name): [string, Json] => [name, given[name] ?? null])),
      sent,
      context.redactor,
    );
  if (summary.kind === 'failed') {
    const { reason: message, hint, result, outputs: given = {} } = summary;
    const code = result === undefined ? 'RUN_JOB_FAILED' : codeOfVerification(result);
    const known = job.outputs.filter((name) => Object.hasOwn(given, name));
    const failure = { code, message, ...defined({ hint }) };
    return await fail({ step, attempt, fingerprint }, failure, context, keep(known, given));
  }
  const outputs = keep(job.outputs, summary.outputs);
  const { detail, hint } = summary;
  const clean = (text: string): string => context.redactor.text(text);
  const warning = detail === undefined || hint === undefined ? {} : warningOf({ detail, hint }, clean);
  await context.record({ kind: 'step.succeeded', step: step.address, attempt, fingerprint, outputs, ...warning });
  if (detail === undefined) return { kind: 'succeeded' };
  return hint === undefined ? { kind: 'succeeded', detail } : { kind: 'succeeded', detail: `Warning: ${detail}`, hint };
}

/** Where all is that slices left out; undefined where they left out nothing, or it is not kept. */
function placeOfLeftOut(results: Readonly<Record<string, JsonObject>>, { jobs }: StepContext): string | undefined {
  const hasAny = Object.values(results).some((result) => leftOutAttemptOf(result) !== undefined);
  return hasAny ? jobs.leftOut?.place : undefined;
}

function withPlace(summary: JobSummary, place: string | undefined): JobSummary {
  if (place === undefined) return summary;
  const outputs = placedOmission(summary.outputs, place);
  if (summary.kind === 'failed') {
    const reason = `${asSentence(summary.reason)} What it left out is in ${place}.`;
    return { ...summary, reason, ...defined({ outputs }) };
  }
  return { ...summary, outputs: outputs ?? {} };
}

interface FailedSlice {
  readonly slice: string;
  readonly failure: JobFailure;
}

async function endAfterFailures(
  running: RunningJob,
  failures: readonly FailedSlice[],
  tries: SliceTries,
  context: StepContext,
): Promise<StepEnding> {
  const defect = failures.find(({ failure }) => failure.class === 'defect')?.failure;
  if (defect !== undefined) throw new WaybillError(defect.code, defect.message, hintOf(defect));
  const suspended = tries.suspended;
  if (suspended !== undefined) return { kind: 'suspended', ...suspended };
  const [first] = failures;
  const { code = 'RUN_JOB_FAILED', message = '' } = first?.failure ?? {};
  const others = failures.length === 1 ? '' : ` ${failures.length - 1} more slices failed.`;
  const failure = {
    code,
    message: `Slice ${first?.slice ?? ''} failed: ${message}${others}`,
    ...hintOf(first?.failure),
  };
  return await fail(running, failure, context);
}

function hintOf(failure: { readonly hint?: string } | undefined): { readonly hint?: string } {
  return failure?.hint === undefined ? {} : { hint: failure.hint };
}

async function endAfterRefusedPlan(
  running: RunningJob,
  error: ProviderError,
  context: StepContext,
): Promise<StepEnding> {
  const connection = connectionOfError(error);
  if (error.suspends) return { kind: 'suspended', error, ...defined({ connection }) };
  const failure = { code: error.vendorCode, message: error.message, ...hintOf(error as { readonly hint?: string }) };
  if (!error.mayPass) return await fail(running, failure, context);
  const ending = endingAfterRefusal(error, error.message, context);
  return ending.kind === 'failed' ? await fail(running, ending, context) : ending;
}

/** What was found once what the step relies on was over says nothing of it, slices of an earlier run included. */
async function renewIfOver(running: RunningJob, context: StepContext): Promise<StepEnding | undefined> {
  const { step } = running;
  if (step.relies === undefined || !isReliedOver(step, context)) return undefined;
  const hasSlices = context.state(step.address)?.status === 'begun';
  const ending = await doAnew(step.relies, context, hasSlices ? step.address : undefined);
  return ending.kind === 'failed' ? await endFailed(running, ending, context) : ending;
}

async function fail(
  running: RunningJob,
  failure: Failure,
  context: StepContext,
  outputs: JsonObject = {},
): Promise<StepEnding> {
  return (await renewIfOver(running, context)) ?? (await endFailed(running, failure, context, outputs));
}

async function endFailed(
  { step, attempt, fingerprint }: RunningJob,
  { code, message, hint }: Failure,
  context: StepContext,
  outputs: JsonObject = {},
): Promise<StepEnding> {
  const failure = { code, message, ...defined({ hint }) };
  await context.record({
    kind: 'step.failed',
    step: step.address,
    attempt,
    fingerprint,
    outcome: 'terminal',
    ...failure,
    ...defined({ outputs: nonEmpty(outputs) }),
  });
  return { kind: 'failed', ...failure };
}

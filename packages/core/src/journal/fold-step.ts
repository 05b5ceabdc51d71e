import { defined } from '../value/defined.ts';
import type { JsonObject } from '../value/value.ts';
import type { GateApproved, JobPlanned, JournalRecord, SliceDone } from './record.ts';
import {
  type GateApproval,
  type JobState,
  MAX_APPROVALS,
  MAX_SKEW_MS,
  type StepFailure,
  type StepState,
} from './step-state.ts';

type StepRecord = Extract<JournalRecord, { readonly step: string }>;

/** Of a step of which nothing is recorded yet. */
export const NO_STATE: StepState = {
  status: 'intended',
  attempt: 0,
  fingerprint: '',
  acceptedFingerprint: undefined,
  outputs: {},
  token: undefined,
  existingIds: [],
  before: undefined,
  intendedAtMs: 0,
  failure: undefined,
  at: 0,
};

/** The state of a step after one more record about it. `run`: how many have begun. */
export function foldStep(before: StepState = NO_STATE, record: StepRecord, run: number): StepState {
  const at = record.t;
  switch (record.kind) {
    case 'step.intent':
      return {
        ...before,
        at,
        status: 'intended',
        attempt: record.attempt,
        fingerprint: record.fingerprint,
        token: record.token,
        existingIds: record.existingIds ?? NO_STATE.existingIds,
        before: record.before,
        ...defined({ holds: record.holds }),
        intendedAtMs: at,
        run,
        failure: undefined,
      };
    case 'step.succeeded':
      return {
        ...before,
        ...settledBy(record),
        status: 'succeeded',
        outputs: kept(record.outputs),
        ...closeJob(before),
      };
    case 'step.resolved':
      return record.resolution === 'happened'
        ? {
            ...before,
            ...settledBy(record),
            status: 'succeeded',
            outputs: record.outputs,
            ...defined({ existingIds: record.existingIds }),
          }
        : { ...before, ...settledBy(record), status: 'retryable', ...disown(before) };
    case 'step.failed': {
      const { code, message, hint, requestId, isFinal, mayRun, otherTasks, mayBeDone, movedFrom, outputs } = record;
      const failure: StepFailure = {
        code,
        message,
        ...defined({ hint, requestId, isFinal, mayRun, otherTasks, mayBeDone, movedFrom }),
      };
      const status = record.outcome === 'terminal' ? 'failed' : record.outcome;
      const { attempt, fingerprint, foundIds } = record;
      return { ...before, at, status, attempt, fingerprint, failure, ...defined({ foundIds, outputs }) };
    }
    case 'step.retried':
      return { ...before, at, status: 'retryable', failure: undefined, ...reopenJob(before, record.plansAnew) };
    case 'job.planned':
      return { ...before, ...settledBy(record), status: 'begun', run, job: openJob(record, before.job) };
    case 'slice.done':
      return addSlice(before, record);
    case 'gate.approved':
      return record.needed === undefined
        ? { ...before, at, status: 'succeeded', failure: undefined }
        : { ...before, at, status: statusOfGate(before), approvals: addApproval(before, record) };
    case 'gate.opened':
      return { ...before, at, status: 'succeeded', failure: undefined };
  }
}

/** One that was approved and not opened waits, as one that is to be approved again does. */
function statusOfGate({ status }: StepState): StepState['status'] {
  return status === 'succeeded' ? 'succeeded' : 'retryable';
}

function addApproval(
  { approvals = [] }: StepState,
  { t, by, reason, ticket, host, identity, atMs }: GateApproved & Pick<JournalRecord, 't'>,
): readonly GateApproval[] {
  // When it was given decides how long it counts: what does not say so counts for nothing.
  const at = atMs ?? Number.NaN;
  const isDatedAhead = at > t + MAX_SKEW_MS ? true : undefined;
  return [...approvals, { by, at, ...defined({ reason, ticket, host, identity, isDatedAhead }) }].slice(-MAX_APPROVALS);
}

/** Most steps have none: one object stands for all of them. */
function kept(outputs: JsonObject): JsonObject {
  return Object.keys(outputs).length === 0 ? NO_STATE.outputs : outputs;
}

/** Only what changes: half a million times when a long journal is read, a second copy of the state would cost. */
function settledBy({
  t: at,
  attempt,
  fingerprint,
}: Extract<StepRecord, { readonly kind: 'step.succeeded' | 'step.resolved' | 'job.planned' }>): Pick<
  StepState,
  'at' | 'attempt' | 'fingerprint' | 'failure'
> {
  return { at, attempt, fingerprint, failure: undefined };
}

/** The tasks that were found are somebody else's. */
function disown({ foundIds = [], disownedIds = [] }: StepState): Pick<StepState, 'disownedIds'> {
  return foundIds.length === 0 ? {} : { disownedIds: [...disownedIds, ...foundIds] };
}

function openJob({ fingerprint, slices }: JobPlanned, before: JobState | undefined): JobState {
  const { retries } = before ?? {};
  return { fingerprint, sliceCount: slices.length, doneCount: 0, slices, results: {}, ...defined({ retries }) };
}

/** A slice that is done twice counts once, and one that nobody planned not at all. */
function addSlice(before: StepState, { t: at, slice, result }: SliceDone & Pick<JournalRecord, 't'>): StepState {
  const { job } = before;
  if (job === undefined || Object.hasOwn(job.results, slice)) return before;
  if (!job.slices.some(({ name }) => name === slice)) return before;
  const done = { ...job, doneCount: job.doneCount + 1, results: { ...job.results, [slice]: result } };
  return { ...before, at, status: 'begun', failure: undefined, job: done };
}

function closeJob({ job }: StepState): Pick<StepState, 'job'> {
  return job === undefined ? {} : { job: { ...job, slices: [], results: {} } };
}

/** With all slices done, it is their results that failed the step: to try again is to do them again. */
function reopenJob({ job }: StepState, plansAnew: boolean = false): Pick<StepState, 'job'> {
  if (job === undefined) return {};
  const retries = (job.retries ?? 0) + 1;
  return { job: { ...(!plansAnew && job.doneCount < job.sliceCount ? job : NOT_PLANNED), retries } };
}

const NOT_PLANNED: JobState = { fingerprint: '', sliceCount: 0, doneCount: 0, slices: [], results: {} };

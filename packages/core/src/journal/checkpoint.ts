import { defined } from '../value/defined.ts';
import type { JsonObject } from '../value/value.ts';
import { addLeftBehind, type LeftBehind, sweepLeftBehind } from './left-behind.ts';
import { noteOmission, type StepOmission } from './omissions.ts';
import type {
  JobPlanned,
  JournalRecord,
  RunEnded,
  RunStarted,
  SliceDone,
  UnitDecided,
  UnitVerified,
} from './record.ts';
import type { JobState, StepFailure, StepState } from './step-state.ts';
import { StepStates } from './step-states.ts';

export type { JobState, StepFailure, StepState } from './step-state.ts';

/** Everything a run resumes from: the fold of the journal. */
export interface Checkpoint {
  readonly lastSeq: number;
  readonly steps: ReadonlyMap<string, StepState>;
  /** Units on which an operator decided, by address. The latest word counts. */
  readonly decisions: ReadonlyMap<string, UnitDecided>;
  /** The latest comparison of units that were compared again after they were applied, by address. */
  readonly verifications: ReadonlyMap<string, VerifiedUnit>;
  /** What steps have omitted of what they copy, or found missing because of that, by address. Others are not named. */
  readonly omissions: ReadonlyMap<string, StepOmission>;
  /** How often each unit was started over; 0 for those not named. */
  readonly generations: ReadonlyMap<string, number>;
  /** Units that were started over after a call that made something, or may have, and what is known of that. */
  readonly leftBehind: ReadonlyMap<string, LeftBehind>;
  /** Ended remote tasks of units that were started over since. */
  readonly replacedIds: ReadonlySet<string>;
  /** The latest run, and how it ended unless it was cut off. */
  readonly lastRun:
    | { readonly started: RunStarted; readonly startedAtMs: number; readonly ended?: RunEnded }
    | undefined;
  readonly runCount: number;
  /** Every run so far, oldest first: where in the journal it began, and which saved preview it applied. */
  readonly runs: readonly RunMark[];
  readonly lastRecordAtMs: number;
}

export interface VerifiedUnit extends Omit<UnitVerified, 'kind'> {
  readonly atMs: number;
}

export interface RunMark {
  readonly seq: number;
  readonly preview: string | undefined;
  readonly startedAtMs: number;
  /** Where its providers led, by alias; absent where an older version wrote the journal. */
  readonly connections?: RunStarted['connections'];
  /** Which of them each migration used; absent where an older version wrote the journal. */
  readonly uses?: RunStarted['uses'];
}

export const EMPTY_CHECKPOINT: Checkpoint = {
  lastSeq: 0,
  steps: new Map(),
  decisions: new Map(),
  verifications: new Map(),
  omissions: new Map(),
  generations: new Map(),
  leftBehind: new Map(),
  replacedIds: new Set(),
  lastRun: undefined,
  runCount: 0,
  runs: [],
  lastRecordAtMs: 0,
};

/** Folds records, oldest first, into a checkpoint. One map is kept and mutated: a state can hold 100,000 steps. */
export class CheckpointFold {
  readonly #steps = new StepStates();
  readonly #decisions = new Map<string, UnitDecided>();
  readonly #verifications = new Map<string, VerifiedUnit>();
  readonly #omissions = new Map<string, StepOmission>();
  readonly #generations = new Map<string, number>();
  readonly #leftBehind = new Map<string, LeftBehind>();
  readonly #replacedIds = new Set<string>();
  #lastRun: Checkpoint['lastRun'];
  readonly #runs: RunMark[] = [];
  #lastSeq = 0;
  #lastRecordAtMs = 0;

  /** Continues a checkpoint. Its maps are copied. */
  static from(checkpoint: Checkpoint): CheckpointFold {
    const fold = new CheckpointFold();
    for (const [step, state] of checkpoint.steps) fold.#steps.set(step, state);
    for (const [unit, decided] of checkpoint.decisions) fold.#decisions.set(unit, decided);
    for (const [unit, verified] of checkpoint.verifications) fold.#verifications.set(unit, verified);
    for (const [step, omission] of checkpoint.omissions) fold.#omissions.set(step, omission);
    for (const [unit, generation] of checkpoint.generations) fold.#generations.set(unit, generation);
    for (const [unit, left] of checkpoint.leftBehind) fold.#leftBehind.set(unit, left);
    for (const id of checkpoint.replacedIds) fold.#replacedIds.add(id);
    fold.#runs.push(...checkpoint.runs);
    fold.#lastRun = checkpoint.lastRun;
    fold.#lastSeq = checkpoint.lastSeq;
    fold.#lastRecordAtMs = checkpoint.lastRecordAtMs;
    return fold;
  }

  add(record: JournalRecord): void {
    this.#lastSeq = record.seq;
    this.#lastRecordAtMs = record.t;
    switch (record.kind) {
      case 'run.started':
        this.#lastRun = { started: record, startedAtMs: record.t };
        this.#runs.push(markOf(record));
        return;
      case 'run.ended':
        if (this.#lastRun !== undefined) this.#lastRun = { ...this.#lastRun, ended: record };
        return;
      case 'plan.rebased':
        for (const [step, fingerprint] of Object.entries(record.accepted ?? {})) this.#accept(step, fingerprint);
        return;
      case 'orphans.swept':
        sweepLeftBehind(this.#leftBehind, record, (unit) => this.generation(unit));
        return;
      case 'unit.decided':
        this.#decisions.set(record.unit, record);
        return;
      case 'unit.verified':
        this.#verifications.set(record.unit, verifiedBy(record));
        return;
      case 'unit.redone':
        this.#verifications.delete(record.unit);
        this.#generations.set(record.unit, this.generation(record.unit) + 1);
        this.#decisions.delete(record.unit);
        addLeftBehind(this.#leftBehind, record, this.#steps);
        for (const step of record.steps) {
          this.#steps.delete(step);
          this.#omissions.delete(step);
        }
        for (const id of record.replacedIds ?? []) this.#replacedIds.add(id);
        return;
      default:
        noteOmission(this.#omissions, record);
        this.#steps.set(record.step, foldStep(this.#steps.get(record.step), record, this.#runs.length));
    }
  }

  #accept(step: string, fingerprint: string): void {
    const state = this.#steps.get(step);
    if (state !== undefined) this.#steps.set(step, { ...state, acceptedFingerprint: fingerprint });
  }

  /** Every run so far, oldest first. */
  get runs(): readonly RunMark[] {
    return this.#runs;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get steps(): ReadonlyMap<string, StepState> {
    return this.#steps;
  }

  get decisions(): ReadonlyMap<string, UnitDecided> {
    return this.#decisions;
  }

  /** The state of one step so far; undefined when nothing was recorded. */
  step(address: string): StepState | undefined {
    return this.#steps.get(address);
  }

  /** Whether anything of a step was recorded. */
  has(address: string): boolean {
    return this.#steps.has(address);
  }

  generation(unit: string): number {
    return this.#generations.get(unit) ?? 0;
  }

  /** The checkpoint so far. It shares the fold's map: later records show in it. */
  checkpoint(): Checkpoint {
    return {
      lastSeq: this.#lastSeq,
      steps: this.#steps,
      decisions: this.#decisions,
      verifications: this.#verifications,
      omissions: this.#omissions,
      generations: this.#generations,
      leftBehind: this.#leftBehind,
      replacedIds: this.#replacedIds,
      lastRun: this.#lastRun,
      runCount: this.#runs.length,
      runs: this.#runs,
      lastRecordAtMs: this.#lastRecordAtMs,
    };
  }
}

export function foldRecords(records: Iterable<JournalRecord>): Checkpoint {
  const fold = new CheckpointFold();
  for (const record of records) fold.add(record);
  return fold.checkpoint();
}

function verifiedBy({ t: atMs, ...verified }: UnitVerified & { readonly t: number }): VerifiedUnit {
  const { unit, result, level, omitted, noted, by } = verified;
  return { unit, result, level, ...defined({ omitted }), noted, by, atMs };
}

function markOf({ seq, preview, t, connections, uses }: RunStarted & Pick<JournalRecord, 'seq' | 't'>): RunMark {
  return { seq, preview, startedAtMs: t, ...defined({ connections, uses }) };
}

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

/** `run`: how many have begun. */
function foldStep(before: StepState = NO_STATE, record: StepRecord, run: number): StepState {
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
        ...(record.holds === undefined ? {} : { holds: record.holds }),
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
      const { code, message, hint, requestId, isFinal, otherTasks, mayBeDone, movedFrom, outputs } = record;
      const failure: StepFailure = {
        code,
        message,
        ...defined({ hint, requestId, isFinal, otherTasks, mayBeDone, movedFrom }),
      };
      const status = record.outcome === 'terminal' ? 'failed' : record.outcome;
      const { attempt, fingerprint, foundIds } = record;
      return { ...before, at, status, attempt, fingerprint, failure, ...defined({ foundIds, outputs }) };
    }
    case 'step.retried':
      return { ...before, at, status: 'retryable', failure: undefined, ...reopenJob(before, record.plansAnew) };
    case 'job.planned':
      return { ...before, ...settledBy(record), status: 'begun', run, job: openJob(record) };
    case 'slice.done':
      return addSlice(before, record);
    case 'gate.approved':
      return { ...before, at, status: 'succeeded', failure: undefined };
  }
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

function openJob({ fingerprint, slices }: JobPlanned): JobState {
  return { fingerprint, sliceCount: slices.length, doneCount: 0, slices, results: {} };
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
  return job === undefined || (!plansAnew && job.doneCount < job.sliceCount) ? {} : { job: NOT_PLANNED };
}

const NOT_PLANNED: JobState = { fingerprint: '', sliceCount: 0, doneCount: 0, slices: [], results: {} };

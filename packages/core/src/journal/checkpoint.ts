import { defined } from '../value/defined.ts';
import { foldStep } from './fold-step.ts';
import { type HeldTime, HeldTimes } from './held-times.ts';
import { addLeftBehind, type LeftBehind, sweepLeftBehind } from './left-behind.ts';
import { noteOmission, noteVerified, type StepOmission } from './omissions.ts';
import { markOfEnd } from './operator-stops.ts';
import type { JournalRecord, RunEnded, RunStarted, UnitDecided, UnitVerified } from './record.ts';
import type { StepState } from './step-state.ts';
import { StepStates } from './step-states.ts';
import { noteWarning, type StepWarning } from './warnings.ts';

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
  /** What steps that succeeded warned of, by address. */
  readonly warnings: ReadonlyMap<string, StepWarning>;
  /** For how long units kept others from something, where a remote job ended it, by address of the unit. */
  readonly heldTimes: ReadonlyMap<string, HeldTime>;
  /** How often each unit was started over; 0 for those not named. */
  readonly generations: ReadonlyMap<string, number>;
  /** Units that were started over after a call that made something, or may have, and what is known of that. */
  readonly leftBehind: ReadonlyMap<string, LeftBehind>;
  /** Ended remote tasks of units that were started over since. */
  readonly replacedIds: ReadonlySet<string>;
  /** The latest run, and how it ended unless it was cut off. */
  readonly lastRun:
    | {
        readonly started: RunStarted;
        readonly startedAtMs: number;
        readonly ended?: RunEnded;
        /** Once it has ended: by when the last call was answered, of it and of decisions since. Absent in older snapshots. */
        readonly answeredByMs?: number;
      }
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
  /** An operator has ended it before everything was done. */
  readonly isStoppedByOperator?: true;
}

export const EMPTY_CHECKPOINT: Checkpoint = {
  lastSeq: 0,
  steps: new Map(),
  decisions: new Map(),
  verifications: new Map(),
  omissions: new Map(),
  warnings: new Map(),
  heldTimes: new Map(),
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
  readonly #warnings = new Map<string, StepWarning>();
  #heldTimes = new HeldTimes();
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
    fold.#heldTimes = new HeldTimes(checkpoint.heldTimes);
    for (const [step, state] of checkpoint.steps) {
      fold.#steps.set(step, state);
      if (state.holds !== undefined) fold.#heldTimes.begun(step, state.holds);
    }
    for (const [unit, decided] of checkpoint.decisions) fold.#decisions.set(unit, decided);
    for (const [unit, verified] of checkpoint.verifications) fold.#verifications.set(unit, verified);
    for (const [step, omission] of checkpoint.omissions) fold.#omissions.set(step, omission);
    for (const [step, warning] of checkpoint.warnings) fold.#warnings.set(step, warning);
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
    // That a unit is redone is decided without any call.
    if (this.#lastRun?.ended !== undefined && record.kind !== 'unit.redone')
      this.#lastRun = { ...this.#lastRun, answeredByMs: record.t };
    switch (record.kind) {
      case 'run.started':
        this.#lastRun = { started: record, startedAtMs: record.t };
        this.#runs.push(markOf(record));
        return;
      case 'run.ended':
        if (this.#lastRun !== undefined) this.#lastRun = { ...this.#lastRun, ended: record, answeredByMs: record.t };
        this.#noteEnd(record);
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
        noteVerified(this.#omissions, record);
        return;
      case 'unit.redone':
        this.#verifications.delete(record.unit);
        this.#heldTimes.forget(record.unit);
        this.#generations.set(record.unit, this.generation(record.unit) + 1);
        this.#decisions.delete(record.unit);
        addLeftBehind(this.#leftBehind, record, this.#steps);
        for (const step of record.steps) {
          this.#steps.delete(step);
          this.#omissions.delete(step);
          this.#warnings.delete(step);
        }
        for (const id of record.replacedIds ?? []) this.#replacedIds.add(id);
        return;
      default:
        noteOmission(this.#omissions, record);
        noteWarning(this.#warnings, record);
        this.#steps.set(record.step, foldStep(this.#steps.get(record.step), record, this.#runs.length));
        this.#noteHeld(record);
    }
  }

  #noteEnd(record: RunEnded): void {
    const mark = this.#runs.pop();
    if (mark !== undefined) this.#runs.push({ ...mark, ...markOfEnd(record) });
  }

  #noteHeld(record: Extract<JournalRecord, { readonly step: string }>): void {
    if (record.kind === 'step.intent' && record.holds !== undefined) this.#heldTimes.begun(record.step, record.holds);
    if (record.kind === 'step.succeeded') this.#heldTimes.succeeded(record.step, record.t, this.#steps);
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
      warnings: this.#warnings,
      heldTimes: this.#heldTimes.times,
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

import type { KeyObject } from 'node:crypto';
import type { LapsedGate } from '../approvals/lapsed-gates.ts';
import type { Clock, Random } from '../clock.ts';
import type { EmitEvent } from '../events/event.ts';
import type { PlannedUnit } from '../graph/graph.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { StepState } from '../journal/checkpoint.ts';
import type { LeftOutStore } from '../journal/left-out-store.ts';
import type { RecordBody } from '../journal/record.ts';
import type { Channel } from '../limits/channel.ts';
import type { Freshness } from '../limits/shared-reads.ts';
import type { JobConnection } from '../provider/job.ts';
import type { Polling } from '../provider/limits.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderError } from '../provider/provider-error.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { JsonObject, Value } from '../value/value.ts';
import type { TokenScope } from './tokens.ts';

/**
 * What working on one step needs: its unit, its provider's channel, and the run's journal. To be asked and not to be
 * spread: some of it is made when it is read.
 */
export interface StepContext {
  readonly unit: PlannedUnit;
  readonly provider: Provider;
  readonly channel: Channel;
  /** That of another connection of the plan, by its alias. */
  readonly channelOf: (connection: string) => Channel;
  readonly polling: Polling;
  readonly priority: number;
  /** Which shared answers the step may take, as of now. */
  readonly freshness: Freshness;
  /**
   * When the `timeout:` of the migration is over for this step, as a time of `clock.monotonicMs()`. Reads of checks, and those
   * before an effect, are not repeated beyond it. A look-up after a lost answer is: what happened has to be known.
   */
  readonly giveUpAtMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly redactor: Redactor;
  readonly digestKey: KeyObject;
  readonly tokenScope: TokenScope;
  /** Says which unit of which plan a task is for, in whatever state. */
  readonly unitMark: string;
  /** See `foreignBeforeMs`. */
  readonly foreignBeforeMs: number;
  /** What the step, a check, decided in the preview that is applied. */
  readonly decided?: string | undefined;
  readonly stopping: AbortSignal;
  /** Whether a rule of the run keeps it from being sent by now. */
  readonly isHeld: () => boolean;
  /** The gates before it whose approvals do not hold now. */
  readonly lapsedGates: () => readonly LapsedGate[];
  readonly emit: EmitEvent;
  /** What the journal knows of a step of this state. */
  readonly state: (address: string) => StepState | undefined;
  /** Durable when resolved; the checkpoint then shows it too. */
  readonly record: (body: RecordBody) => Promise<void>;
  readonly resolve: (value: Value) => JsonObject;
  readonly tries: Tries;
  /** The run, and who started it, as records name them. */
  readonly ofRun: Readonly<Record<'run' | 'by', string>>;
  /** Whether a step was begun in this run, and at most `forMs` milliseconds ago. Known of steps that others rely on. */
  readonly wasBegunLately: (step: string, forMs: number) => boolean;
  /** For how many milliseconds more that is so. */
  readonly begunLatelyForMs: (step: string, forMs: number) => number;
  /** How many milliseconds ago the step was begun in this run; undefined: it was not, or what it did may have been undone. */
  readonly begunAgoMs: (step: string) => number | undefined;
  /** Of a step that others rely on: one for its unit and the run. */
  readonly renewalsOf: (step: string) => Renewals;
  /** That step is to be done again before anything relies on it. */
  readonly forgetBegun: (step: string) => void;
  readonly jobs: StepJobs;
  /** Whether a remote task of another unit runs on the same account. */
  readonly hasOtherTask: () => boolean;
  /** Ids captured by any step of this state at the same place, and the look-ups of this run that claimed one. */
  readonly claims: ClaimedIds;
}

/** Where the slices of own work are done. */
export interface StepJobs {
  readonly queue: JobQueue;
  /** How many slices may use a connection at once. */
  readonly placesOf: (alias: string) => number;
  /** `until`: also for a run that is stopping, and no longer than that. */
  readonly connect: (alias: string, until?: AbortSignal) => JobConnection;
  /** Where slices write what they leave out. */
  readonly leftOut?: LeftOutStore;
  /** Whether the run ends because an operator asked for it, and not at a limit or after a fault. */
  readonly isStoppedByOperator: () => boolean;
  /** How many runs before this one ended because of that. */
  readonly operatorStops: () => number;
  /** Of steps whose slices are at work, by address: hears how much an attempt at a slice has done so far. */
  readonly reports: Map<string, (slice: string, done: number) => void>;
}

/** How working on a step ended. Everything durable has been recorded before. */
export type StepEnding =
  /** `hint`: of a check that warns, what helps. */
  | { readonly kind: 'succeeded'; readonly detail?: string; readonly hint?: string }
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
      /** Only the waiting failed: the remote task may keep running, and still counts against `active`. */
      readonly isStillRunning?: boolean;
    }
  /** The effect may have happened and only an operator can decide. */
  | { readonly kind: 'unknown'; readonly code: string; readonly message: string }
  /** Worth another try after a while; the step holds no place meanwhile. */
  | { readonly kind: 'again'; readonly delayMs: number; readonly reason: string }
  /** What it relies on holds no longer: these steps are done again before it. */
  | { readonly kind: 'anew'; readonly steps: readonly string[]; readonly reason: string }
  /**
   * A provider refuses our credentials: nothing more is sent to it in this run.
   *
   * `connection`: its alias, where it may be another one than the step's own.
   */
  | { readonly kind: 'suspended'; readonly error: ProviderError; readonly connection?: string }
  /** A rule of the run keeps it from being sent by now: it waits as if it had not been taken up. */
  | { readonly kind: 'held' }
  /** The run is stopping; a later one continues from what is recorded. */
  | { readonly kind: 'stopped' };

/** Tries of one step in this run. Refusals that pass are bounded by time, faults by number. */
export class Tries {
  readonly startedMs: number;
  faults = 0;
  passing = 0;

  constructor(startedMs: number) {
    this.startedMs = startedMs;
  }
}

/** How often in this run a step was to be done anew because others rely on it. */
export class Renewals {
  count = 0;
  /** How many of them because its time was over, and nothing else had ended it: it takes as long the next time. */
  late = 0;
}

/** Remote tasks that belong to a step already, so that two look-ups never adopt the same one. */
export class ClaimedIds {
  readonly #ids: Set<string>;
  readonly #list: string[];

  constructor(ids: Iterable<string> = []) {
    this.#ids = new Set(ids);
    this.#list = [...this.#ids];
  }

  get all(): readonly string[] {
    return [...this.#list];
  }

  /** The same list every time, which grows: a copy for each call would cost as much as there are ids. */
  get growing(): readonly string[] {
    return this.#list;
  }

  /** Claims the tasks; false when another step has one of them. */
  claim(ids: readonly string[]): boolean {
    if (ids.some((id) => this.#ids.has(id))) return false;
    this.add(ids);
    return true;
  }

  add(ids: readonly string[]): void {
    for (const id of ids) {
      if (this.#ids.has(id)) continue;
      this.#ids.add(id);
      this.#list.push(id);
    }
  }
}

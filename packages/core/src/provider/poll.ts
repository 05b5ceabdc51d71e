import type { JsonObject } from '../value/value.ts';
import type { AssumedDuration } from './assumed-duration.ts';
import type { DataAmount } from './data-amount.ts';
import type { JobConnection } from './job.ts';
import type { ReadCall } from './read-call.ts';
import type { WorkDone } from './work-done.ts';

/**
 * A batched read that serves many waiting steps: all waiting steps of one provider and one `scope` share each round.
 */
export interface Poll {
  /** The output of its verdicts that names the remote task, where the call that created it does not answer the id. */
  readonly taskId?: string;
  /** Groups waiting steps: all of one scope are served by the same calls (one sink instance, one project). */
  scope(args: JsonObject): string;
  /** One round for every waiting item of one scope; answers in the order of `items`, `undefined` for "not seen". */
  read(items: readonly PollItem[], context: PollContext): Promise<readonly (Observation | undefined)[]>;
  /**
   * The calls of one round that serves waits with these goals, for estimates. `unfinished`: those of them whose task is
   * not done yet. The calls of the first operation come one after another, those of the others all at once.
   *
   * @default estimates count no polls
   */
  readonly callsOfRound: (
    goals: readonly string[],
    unfinished: readonly string[],
  ) => readonly { readonly operation: string; readonly calls: number }[];
  /**
   * Whether its verdicts say how long a task will take, by `restMs`; for estimates.
   *
   * @default false
   */
  readonly foreseesEnd?: boolean;
  /**
   * How long a wait for this goal may take when no other was seen; `amount` is what the checks of its unit have found.
   *
   * @default 10 minutes for half of the waits, an hour for nine of ten
   */
  readonly assumedDuration: (goal: string, amount?: DataAmount) => AssumedDuration;
  /** Pure: what an observation means for a goal. */
  judge(item: PollItem, observation: Observation | undefined, history: PollHistory): Verdict;
}

/** A poll as its author may write it: what only estimates need may be left out. */
export type PollDefinition = Omit<Poll, 'callsOfRound' | 'assumedDuration'> &
  Partial<Pick<Poll, 'callsOfRound' | 'assumedDuration'>>;

export interface PollItem {
  readonly goal: string;
  readonly arguments: JsonObject;
}

/** What the vendor said about one task: the fields that `judge` needs, and no secrets. */
export type Observation = JsonObject;

export interface PollContext {
  /** Calls a read operation through the provider's limits and retries. */
  readonly read: ReadCall;
  /** Counts the rounds of this scope from 0, so that a round can look at a rotating part of the items. */
  readonly round: number;
  /**
   * For effects that can be sent any number of times and leave what the tasks do as it is, such as a change of their speed.
   *
   * @default nothing can be sent: the round only looks
   */
  readonly connection?: JobConnection;
}

/** What is known about the wait so far. */
export interface PollHistory {
  /** How long this step has been waiting in this run, in milliseconds. */
  readonly waitedMs: number;
  /** The same over all runs, from when the step could first begin. Absent: as `waitedMs`. */
  readonly sinceReadyMs?: number;
  /** Since when the goal's own condition has held without a break (a lag below its bound); undefined when it does not. */
  readonly heldSinceMs: number | undefined;
  /**
   * In how many polls in a row the goal's own condition has held, the present one not counted.
   *
   * @default 0
   */
  readonly heldPolls?: number;
  /** The round's time on the same scale as `heldSinceMs`. */
  readonly nowMs: number;
  /** Statuses seen in this wait, oldest first, without repetitions in a row, at most 32. */
  readonly statuses: readonly string[];
}

export type Verdict =
  /** Still running. `holds`: the goal's condition holds in this round (feeds `heldSinceMs`). */
  | {
      readonly kind: 'pending';
      readonly status: string;
      readonly holds?: boolean;
      /** 0 to 1, where the vendor gives one. */
      readonly progress?: number;
      /**
       * How much the task has done, as its vendor counts it.
       *
       * @default not known
       */
      readonly work?: WorkDone;
      /**
       * How long the task will take from now, in milliseconds, by how fast it was so far. The next poll comes right after
       * that end instead of up to an interval late.
       *
       * @default unknown
       */
      readonly restMs?: number;
      /** Something the user should know, such as a status no document names. */
      readonly warning?: string;
    }
  | { readonly kind: 'reached'; readonly status: string; readonly outputs: JsonObject }
  | {
      readonly kind: 'failed';
      readonly status: string;
      readonly reason: string;
      /** @default `RUN_TASK_FAILED` */
      readonly code?: string;
      readonly hint?: string;
      /**
       * What is known all the same: `omitted`, as a job gives it.
       *
       * @default nothing
       */
      readonly outputs?: JsonObject;
      /**
       * The wait failed but the remote task may keep running, and still counts against `active`.
       *
       * @default false
       */
      readonly isStillRunning?: boolean;
      /**
       * Waiting again would show the same end.
       *
       * @default the task no longer runs
       */
      readonly isFinal?: boolean;
      /**
       * The task ended in a way that also the unit's own next step would have brought about: an operator compares both
       * sides, and accepts the unit or starts it over.
       *
       * @default false
       */
      readonly mayBeDone?: boolean;
    };

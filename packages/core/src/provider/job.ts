import type { Clock } from '../clock.ts';
import type { Json, JsonObject, ValueObject } from '../value/value.ts';
import type { AssumedDuration } from './assumed-duration.ts';
import type { DataAmount } from './data-amount.ts';
import type { CallResult, ProviderSession } from './session.ts';
import type { Difference, FailedVerification } from './verification.ts';

/**
 * Our own work on data: copy these documents, compare those keys. It is cut into slices of one to five minutes, each
 * journaled when it is done, so that a run which is cut off continues with the slices that are left.
 *
 * A slice may run again, also although an earlier attempt did all of it and only its record was lost. So doing it twice
 * must do no harm: it reads, or it writes what is the same the second time. Work that cannot be repeated is no job.
 */
export interface JobDefinition {
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  /** JSON Schema of the step's arguments, with everything filled in. */
  readonly inputSchema: object;
  /** The names of the outputs that `summarize` may give. Nothing else of it is kept. */
  readonly outputs: readonly string[];
  /**
   * What slices count while they work, in the plural: `documents`. The member of that name has how many of them a slice has
   * done, in its result, and how many it is expected to do, in its arguments, where that is known. See `JobContext.report`.
   *
   * @default views show how many slices are done
   */
  readonly counts?: string;
  /**
   * Cuts the work into slices, by the input alone or by what it reads. Asked once: what it gives is journaled, and later
   * runs continue with it. From 0 to `MAX_SLICES`, of different names, without secrets.
   *
   * @throws ProviderError
   */
  planSlices(context: JobContext): readonly JobSlice[] | Promise<readonly JobSlice[]>;
  /**
   * Does one slice. What it gives is journaled, so it holds counts and differences and no data: with names and without
   * secrets at most `MAX_RESULT_BYTES` as JSON, and all slices of a step at most `MAX_RESULTS_BYTES`. Ends soon after
   * `signal` was aborted, by throwing; what it did by then is done again.
   *
   * @throws ProviderError a class that may pass is retried as the migration's `retry:` says
   */
  runSlice(slice: JobSlice, context: JobContext): Promise<JsonObject>;
  /**
   * What all slices together mean. Pure; the results come in the order of the slices. An output `omitted` of the form
   * `{ count, named }`, where `named` has the first differences, says what was left out: every view shows it.
   */
  summarize(results: readonly SliceResult[], input: JsonObject): JobSummary;
  /**
   * How many slices there will be, and how large each is in parts of what `assumedDuration` is said for, as far as it is
   * known before the run; for estimates. `amount` is what the checks of its unit have found. Pure; `args` may hold
   * references.
   *
   * @default one slice of size 1
   */
  readonly expectedWork?: (
    args: ValueObject,
    amount: DataAmount | undefined,
  ) => { readonly slices: number; readonly size?: number } | undefined;
  /**
   * Of a comparison that failed its step: what differs, as far as the results of its slices name it. Pure.
   *
   * @default it names nothing
   */
  readonly differencesIn?: (results: readonly SliceResult[]) => readonly Difference[];
  /**
   * How many differences there are in all, where the results of its slices count more than they name. Pure.
   *
   * @default as many as `differencesIn` names
   */
  readonly differenceCount?: (results: readonly SliceResult[]) => number;
  /**
   * What both sides have now of some of these differences, one for each in their order, cut short to what a line of a file can
   * hold: for an operator who asks for values, and for nobody else. It is given the step's own input and connections, and reads
   * alone. Null: that side has nothing there. Undefined: it cannot say, because the name of the difference was cut. `clean`
   * takes the secrets of the plan out of a text, before it is cut: a part of a secret is not recognized any more.
   *
   * @default values cannot be shown
   */
  readonly valuesOf?: (
    differences: readonly Difference[],
    context: JobContext & { readonly clean: (text: string) => string },
  ) => Promise<readonly ({ readonly source: Json; readonly target: Json } | undefined)[]>;
  /**
   * Of work on data that failed its step: what it left out, as far as the results of its slices name it, such as documents that
   * the target refused. Pure.
   *
   * @default it leaves nothing out
   */
  readonly leftOutIn?: (results: readonly SliceResult[]) => readonly Difference[];
  /**
   * What it does at each of its connections, in the order in which a step names them; for reviewers.
   *
   * @default previews say that it uses them
   */
  readonly access?: readonly JobAccess[];
  /** How long one slice takes before any was seen. */
  readonly assumedDuration: AssumedDuration;
}

/** What a job does at a connection. */
export type JobAccess = 'reads' | 'writes' | 'reads and writes';

export interface JobSlice {
  /** Unique in the job, at most 200 characters: `shard-3`, `0-4095`. */
  readonly name: string;
  /** What is to be done: bounds and names. No secrets. */
  readonly arguments: JsonObject;
}

export interface SliceResult {
  readonly slice: JobSlice;
  readonly result: JsonObject;
}

export type JobSummary =
  | {
      readonly kind: 'succeeded';
      readonly outputs: JsonObject;
      readonly detail?: string;
      /**
       * What an operator does about `detail`, which is a warning then: nothing that stops the unit.
       *
       * @default `detail` is no warning
       */
      readonly hint?: string;
    }
  /** The work was done, and shows that something is wrong: a comparison found differences. */
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly hint?: string;
      /** Of a comparison: the run then ends as one whose verification found differences. */
      readonly result?: FailedVerification;
      /** Of the declared ones, those that are known all the same. */
      readonly outputs?: JsonObject;
    };

export interface JobContext {
  /** The step's arguments. May hold secrets. */
  readonly input: JsonObject;
  /** In the order in which the step names them. */
  readonly connections: readonly JobConnection[];
  readonly clock: Clock;
  /** Aborted when the run stops. */
  readonly signal: AbortSignal;
  /**
   * Says how much of its slice this attempt has done so far, in what the job `counts`, as often as it likes. Only views see it.
   *
   * @default nobody watches
   */
  readonly report?: (done: number) => void;
  /**
   * Keeps what this slice leaves out, such as documents that the target refuses: all of it, where its result names the first ones.
   *
   * @default it is not kept
   */
  readonly leftOut?: {
    /** For people. */
    readonly place: string;
    /** Without values. Durable when resolved. The same may be added again: it counts once. */
    add(found: readonly Difference[]): Promise<void>;
  };
  /**
   * The connections for a few last calls, once an operator has stopped the run: what the cluster or server does for the slice
   * is to end as well, and a later run begins it again. Undefined while the run continues, and where it ends for another
   * reason, such as its deadline: then it is left to end, and a later run finds it.
   *
   * @default nobody stops it
   */
  readonly connectionsAtStop?: () => readonly JobConnection[] | undefined;
  /**
   * How often an operator has let the work of the step begin: once, and again each time that they had stopped a run, or tried the
   * failed step again. What a cluster or server does under the number of an earlier beginning, a run itself has ended, or was
   * to end; what has ended under the present one, somebody else has ended.
   *
   * @default 1
   */
  readonly beginning?: number;
}

/** A connection as a job uses it. */
export interface JobConnection {
  readonly alias: string;
  /** For what no operation does. Its calls count against no limit, so that work on it keeps its own. */
  readonly session: ProviderSession;
  /**
   * Sends one call, once, inside all limits of the connection.
   *
   * @throws ProviderError
   */
  call(operation: string, args: JsonObject): Promise<CallResult>;
  /**
   * As `call`, and repeats after faults that may pass.
   *
   * @throws ProviderError
   */
  read(operation: string, args: JsonObject): Promise<Json>;
}

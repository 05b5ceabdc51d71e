import type { ProviderErrorClass } from '../provider/provider-error.ts';
import type { JsonObject } from '../value/value.ts';

/**
 * Where jobs go: our own work on data, cut into slices of one to five minutes. Delivery is at least once, and the first
 * result of a job counts, so work is a job only if doing it twice does no harm. Workers write no journal.
 */
export interface JobQueue extends AsyncDisposable {
  /** Idempotent by `id`, also while a result waits to be dropped. */
  enqueue(jobs: readonly Job[]): Promise<void>;
  /** Results that were not dropped yet; the same one is returned until then. */
  results(): Promise<readonly JobResult[]>;
  /** Resolves when there may be a result that was not there when it was called, and when `signal` aborts. Never rejects. */
  changed(signal: AbortSignal): Promise<void>;
  /** Forgets results, once what follows from them is in the journal. */
  drop(ids: readonly string[]): Promise<void>;
  /**
   * Forgets every job of a state that is not done, and stops those in progress; resolved when their work has ended, or was given up.
   * What was done by then is among the results until it is dropped.
   */
  cancel(stateId: string): Promise<void>;
}

export interface Job {
  /** See `jobId`. */
  readonly id: string;
  /** What is done, a name that belongs to the provider: `verify-documents`. */
  readonly kind: string;
  /** Type of the provider. */
  readonly provider: string;
  /** Aliases of every connection that the work uses; it takes a place of each. */
  readonly connections: readonly string[];
  /** Address of the step. */
  readonly step: string;
  readonly slice: string;
  /** Of the slice: names and bounds, never secrets. The worker knows the step's own. */
  readonly arguments: JsonObject;
}

export type JobResult = JobDone | JobFailed;

interface JobEnding {
  readonly id: string;
  readonly worker: string;
  /** From 1. */
  readonly attempt: number;
}

export interface JobDone extends JobEnding {
  readonly outcome: 'done';
  /** At most `MAX_RESULT_BYTES` as JSON. */
  readonly result: JsonObject;
}

export interface JobFailed extends JobEnding {
  readonly outcome: 'failed';
  readonly failure: JobFailure;
}

/** Why an attempt failed: what a `ProviderError` says, or `defect` for any other error. */
export interface JobFailure {
  readonly class: ProviderErrorClass | 'defect';
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly retryAfterMs?: number;
  /** Alias of the connection that refused, where it is known. */
  readonly connection?: string;
}

/** A larger result fails its job: results are journaled, and the journal is read at every start. */
export const MAX_RESULT_BYTES = 65_536;
/** All results of one step, which are kept until it has ended. */
export const MAX_RESULTS_BYTES = 1_048_576;
/** The slices of one step, as they are journaled. */
export const MAX_PLAN_BYTES = 262_144;
export const MAX_SLICES = 1_000;
export const MAX_SLICE_NAME_LENGTH = 200;

export interface JobAddress {
  readonly stateId: string;
  readonly step: string;
  /** Of the unit: a redone unit does its slices again. */
  readonly generation: number;
  readonly slice: string;
}

/** The same slice is the same job, whoever enqueues it. */
export function jobId({ stateId, step, generation, slice }: JobAddress): string {
  return `${stateIdPrefix(stateId)}${[step, generation, slice].map((part) => encodeURIComponent(part)).join('/')}`;
}

/** What the ids of all jobs of a state begin with. */
export function stateIdPrefix(stateId: string): string {
  return `${encodeURIComponent(stateId)}/`;
}

/** Slices of one step that are queued or at work at once, by the places of each of its connections. */
export function slicesInHand(places: readonly number[]): number {
  return 2 * Math.min(...places);
}

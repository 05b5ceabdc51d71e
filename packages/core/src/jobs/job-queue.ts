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
  /** Forgets results, once what follows from them is in the journal. */
  drop(ids: readonly string[]): Promise<void>;
  /** Forgets every job of a state and stops those under way; resolved when none of them works any more. */
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
  /** Names and bounds, never secrets: the worker reads those itself. */
  readonly arguments: JsonObject;
}

export interface JobResult {
  readonly id: string;
  readonly worker: string;
  /** From 1. */
  readonly attempt: number;
  readonly outcome: 'done' | 'failed';
  readonly counts: JsonObject;
  /** What was found to differ; with `counts` at most `MAX_RESULT_BYTES`. */
  readonly differences?: JsonObject;
  /** Why it failed. */
  readonly message?: string;
}

/** A larger result fails its job: results are journaled, and the journal is read at every start. */
export const MAX_RESULT_BYTES = 65_536;

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

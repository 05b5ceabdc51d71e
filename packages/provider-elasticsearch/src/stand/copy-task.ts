import type { JsonObject } from '@waybill/stand-kit';
import type { ClusterError } from './cluster-error.ts';
import type { Documents } from './document-store.ts';
import type { ReindexRequest } from './read-reindex-request.ts';
import type { StoredIndex } from './stored-index.ts';

/** What a copy has done by now. */
export interface CopyCounts {
  readonly total: number;
  readonly created: number;
  readonly updated: number;
  readonly versionConflicts: number;
  readonly batches: number;
  readonly throttledMs: number;
}

export type CopyEnd =
  | { readonly kind: 'response'; readonly failures: readonly JsonObject[]; readonly canceled: boolean }
  | { readonly kind: 'error'; readonly error: ClusterError };

/** Fault of a test: with a type, the task ends with that error; without one, its first batch fails. */
export interface PlannedFailure {
  readonly type: string | null;
  readonly message: string | null;
}

export interface CopyBeginning {
  readonly node: string;
  readonly number: number;
  readonly startedAtMs: number;
  readonly dueAtMs: number;
  readonly hiddenUntilMs: number;
  readonly opaqueId: string | null;
  readonly description: string;
  readonly request: ReindexRequest;
  readonly plannedFailure: PlannedFailure | null;
  /** Whether its result goes to `.tasks`: not when somebody waits for the answer. */
  readonly keepsResult: boolean;
  /** Whether its cluster says of tasks whether they are cancelled. */
  readonly saysCancelled: boolean;
}

const NO_COUNTS: CopyCounts = {
  total: 0,
  created: 0,
  updated: 0,
  versionConflicts: 0,
  batches: 0,
  throttledMs: 0,
};

/** What the task has found at its source, and not written yet. */
interface OpenSource {
  readonly index: readonly StoredIndex[];
  readonly isRemote: boolean;
  rest: readonly Documents[];
}

/** A copy that runs, or ran, on one node. Whoever steps it says when; between steps nothing happens. */
export class CopyTask {
  readonly id: string;
  readonly beginning: CopyBeginning;
  requestsPerSecond: number;
  counts: CopyCounts = NO_COUNTS;
  source: OpenSource | null = null;
  isCanceled = false;
  /** The next step. */
  dueAtMs: number;
  /** The earliest moment of the next step if nothing throttled it. */
  unthrottledDueAtMs: number;
  /** Documents of the batch before, which throttling is reckoned by. */
  lastBatch = 0;
  lastStepAtMs: number;
  #end: CopyEnd | null = null;
  #endedAtMs: number | null = null;
  #isLost = false;
  /** What it showed since when, oldest first. */
  readonly #history: { readonly atMs: number; readonly counts: CopyCounts }[] = [];

  constructor(beginning: CopyBeginning) {
    this.beginning = beginning;
    this.id = `${beginning.node}:${beginning.number}`;
    this.requestsPerSecond = beginning.request.requestsPerSecond;
    this.dueAtMs = beginning.dueAtMs;
    this.unthrottledDueAtMs = beginning.dueAtMs;
    this.lastStepAtMs = beginning.startedAtMs;
  }

  get state(): 'running' | 'ended' | 'lost' {
    if (this.#end !== null) return 'ended';
    return this.#isLost ? 'lost' : 'running';
  }

  get end(): CopyEnd | null {
    return this.#end;
  }

  get endedAtMs(): number | null {
    return this.#endedAtMs;
  }

  note(counts: Partial<CopyCounts>, atMs: number): void {
    this.counts = { ...this.counts, ...counts };
    this.#history.push({ atMs, counts: this.counts });
  }

  /** What it showed at a moment. */
  countsAt(atMs: number): CopyCounts {
    return this.#history.findLast((entry) => entry.atMs <= atMs)?.counts ?? NO_COUNTS;
  }

  finish(end: CopyEnd, atMs: number): void {
    this.#end = end;
    this.#endedAtMs = atMs;
    this.source = null;
  }

  /** The node went away with it. Without effect on one that has ended. */
  loseAt(atMs: number): void {
    if (this.state !== 'running') return;
    this.#isLost = true;
    this.#endedAtMs = atMs;
    this.source = null;
  }

  /** Fewer or more documents in a second, at once: a batch that waits is due earlier or later. */
  rethrottle(requestsPerSecond: number, nowMs: number): void {
    this.requestsPerSecond = requestsPerSecond;
    this.dueAtMs = Math.max(nowMs, this.unthrottledDueAtMs, this.lastStepAtMs + this.pauseMs());
  }

  /** Stops at its next batch, and does not sleep until then. */
  cancel(nowMs: number): void {
    this.isCanceled = true;
    this.requestsPerSecond = Number.POSITIVE_INFINITY;
    this.dueAtMs = Math.max(nowMs, this.unthrottledDueAtMs);
  }

  pauseMs(): number {
    return (this.lastBatch / this.requestsPerSecond) * 1_000;
  }
}

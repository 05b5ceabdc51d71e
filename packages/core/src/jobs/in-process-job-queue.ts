import { canonicalJson } from '../value/canonical-json.ts';
import type { JsonObject } from '../value/value.ts';
import { describeFailure } from './describe-failure.ts';
import {
  type Job,
  type JobFailure,
  type JobQueue,
  type JobResult,
  MAX_RESULT_BYTES,
  stateIdPrefix,
} from './job-queue.ts';

/** Results that wait to be dropped, beyond which no job is started. */
const MAX_RESULTS_KEPT = 1_000;

export interface InProcessJobQueueOptions {
  /** Does one job and gives its result. A rejection is an attempt that failed. `signal` aborts when the job is cancelled. */
  readonly work: (job: Job, signal: AbortSignal) => Promise<JsonObject>;
  /** How many jobs may use a connection at once, at least 1. */
  readonly placesOf: (connection: string) => number;
  /**
   * What is reported of a rejection.
   *
   * @default `describeFailure`
   */
  readonly describe?: (error: unknown) => JobFailure;
  readonly worker: string;
  /** @default 3 */
  readonly maxAttempts?: number;
}

interface Entry {
  readonly job: Job;
  readonly abort: AbortController;
  attempt: number;
}

/**
 * Works on jobs in this process, first come, first served as far as places of their connections are free. Nothing outlives
 * the process: whoever enqueued a job enqueues it again after a crash.
 */
export class InProcessJobQueue implements JobQueue {
  readonly #options: InProcessJobQueueOptions;
  readonly #waiting = new Map<string, Entry>();
  readonly #running = new Map<string, { readonly entry: Entry; readonly ended: Promise<void> }>();
  readonly #results = new Map<string, JobResult>();
  readonly #placesTaken = new Map<string, number>();
  readonly #onChanged = new Set<() => void>();
  #isClosed = false;

  constructor(options: InProcessJobQueueOptions) {
    this.#options = options;
  }

  async enqueue(jobs: readonly Job[]): Promise<void> {
    for (const job of jobs) {
      if (!this.#isKnown(job.id)) this.#waiting.set(job.id, { job, abort: new AbortController(), attempt: 0 });
    }
    this.#startWhatMay();
  }

  async results(): Promise<readonly JobResult[]> {
    return [...this.#results.values()];
  }

  changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#onChanged.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      this.#onChanged.add(end);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  }

  async drop(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#results.delete(id);
    this.#startWhatMay();
  }

  async cancel(stateId: string): Promise<void> {
    const isMeant = (id: string): boolean => id.startsWith(stateIdPrefix(stateId));
    await this.#stop(isMeant);
    for (const [id, { outcome }] of this.#results) if (isMeant(id) && outcome === 'failed') this.#results.delete(id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#stop(() => true);
    this.#results.clear();
  }

  #isKnown(id: string): boolean {
    // One that was cancelled and has not stopped yet is enqueued anew.
    const isWorkedOn = this.#running.get(id)?.entry.abort.signal.aborted === false;
    return isWorkedOn || this.#waiting.has(id) || this.#results.has(id);
  }

  async #stop(isMeant: (id: string) => boolean): Promise<void> {
    for (const id of this.#waiting.keys()) if (isMeant(id)) this.#waiting.delete(id);
    const stopped = [...this.#running].filter(([id]) => isMeant(id)).map(([, running]) => running);
    for (const { entry } of stopped) entry.abort.abort();
    await Promise.all(stopped.map(({ ended }) => ended));
  }

  #startWhatMay(): void {
    if (this.#isClosed) return;
    for (const [id, entry] of this.#waiting) {
      if (this.#results.size + this.#running.size >= MAX_RESULTS_KEPT) return;
      if (this.#running.has(id) || !this.#hasPlaces(entry.job)) continue;
      this.#waiting.delete(id);
      this.#take(entry.job, 1);
      this.#running.set(id, { entry, ended: this.#workOn(entry) });
    }
  }

  #hasPlaces({ connections }: Job): boolean {
    return connections.every((name) => (this.#placesTaken.get(name) ?? 0) < this.#options.placesOf(name));
  }

  #take({ connections }: Job, by: 1 | -1): void {
    for (const name of new Set(connections)) this.#placesTaken.set(name, (this.#placesTaken.get(name) ?? 0) + by);
  }

  /** Never rejects. */
  async #workOn(entry: Entry): Promise<void> {
    const { job, abort } = entry;
    entry.attempt += 1;
    const outcome = await this.#attempt(entry);
    this.#running.delete(job.id);
    this.#take(job, -1);
    const isStopped = abort.signal.aborted;
    if (outcome.outcome === 'done') this.#keep(outcome);
    else if (!isStopped && entry.attempt < (this.#options.maxAttempts ?? 3)) this.#waiting.set(job.id, entry);
    else if (!isStopped) this.#keep(outcome);
    this.#startWhatMay();
  }

  #keep(result: JobResult): void {
    this.#results.set(result.id, result);
    for (const notify of this.#onChanged) notify();
  }

  async #attempt({ job, abort, attempt }: Entry): Promise<JobResult> {
    const base = { id: job.id, worker: this.#options.worker, attempt };
    try {
      // Also where `work` throws at once, `ended` has been stored before.
      await Promise.resolve();
      const result = await this.#options.work(job, abort.signal);
      const message = sizeProblem(result);
      if (message === undefined) return { ...base, outcome: 'done', result };
      return { ...base, outcome: 'failed', failure: { class: 'fatal', code: 'RUN_JOB_TOO_LARGE', message } };
    } catch (error) {
      return { ...base, outcome: 'failed', failure: (this.#options.describe ?? describeFailure)(error) };
    }
  }
}

function sizeProblem(result: JsonObject): string | undefined {
  const sizeBytes = Buffer.byteLength(canonicalJson(result));
  if (sizeBytes <= MAX_RESULT_BYTES) return undefined;
  return `The result of the slice has ${sizeBytes} bytes; at most ${MAX_RESULT_BYTES} are kept.`;
}

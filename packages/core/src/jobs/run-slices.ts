import type { Clock } from '../clock.ts';
import type { Job, JobDone, JobFailed, JobFailure, JobQueue, JobResult } from './job-queue.ts';

export interface RunSlicesOptions {
  readonly queue: JobQueue;
  readonly stateId: string;
  /** One for each slice. */
  readonly jobs: readonly Job[];
  /** Whether the journal has the result of a job. */
  readonly isRecorded: (id: string) => boolean;
  /** Durable when resolved; or why it cannot be kept, which fails the slice for good. A rejection ends all work of the run. */
  readonly record: (result: JobDone) => Promise<JobFailure | undefined>;
  /** After how long a failed slice is worked on again; undefined: it is not. */
  readonly retryAfterMs: (failed: JobFailed) => number | undefined;
  /** Slices in the queue at once, at least 1: no more than that are begun after one has failed for good. */
  readonly window: number;
  readonly clock: Clock;
  /**
   * Aborted: nothing more is begun, and of what is under way the slices that end all the same are recorded. A later run
   * continues from there.
   */
  readonly stopping: AbortSignal;
}

export type SlicesEnding =
  | { readonly kind: 'done' }
  /** Those that were in the queue when the first one failed have ended too, and are recorded where they were done. */
  | { readonly kind: 'failed'; readonly failures: readonly JobFailed[] }
  | { readonly kind: 'stopped' };

/**
 * Lets every slice be worked on that the journal has no result of. Each result is recorded once, and dropped only after
 * that: a crash in between returns it again, and then it is only dropped. When it ends, none of its slices is worked on, but
 * for one that has not ended for long after it was stopped (see `endSoonAfter`).
 */
export async function runSlices(options: RunSlicesOptions): Promise<SlicesEnding> {
  const { queue, stateId, jobs, isRecorded } = options;
  try {
    // Left by a crash between the record and the drop.
    await queue.drop(jobs.map(({ id }) => id).filter(isRecorded));
    const run = new SliceRun(options);
    const ending = await run.untilEnd();
    if (ending.kind !== 'stopped') return ending;
    await queue.cancel(stateId);
    await run.recordDone();
    return ending;
  } catch (error) {
    // Only what ends the whole run gets here.
    await queue.cancel(stateId);
    throw error;
  }
}

class SliceRun {
  readonly #options: RunSlicesOptions;
  readonly #open: Job[];
  readonly #queued = new Map<string, Job>();
  readonly #sleeping = new Map<Job, number>();
  readonly #failures: JobFailed[] = [];

  constructor(options: RunSlicesOptions) {
    this.#options = options;
    this.#open = options.jobs.filter(({ id }) => !options.isRecorded(id));
  }

  async untilEnd(): Promise<SlicesEnding> {
    const { queue, stopping } = this.#options;
    while (!stopping.aborted) {
      await this.#fill();
      if (this.#queued.size + this.#sleeping.size === 0)
        return this.#failures.length === 0 ? { kind: 'done' } : { kind: 'failed', failures: this.#failures };
      using waking = new Waking(stopping);
      const changed = queue.changed(waking.signal);
      if (await this.#settleResults()) continue;
      await this.#sleepUntil(changed, waking.signal);
    }
    return { kind: 'stopped' };
  }

  /** As many as the window has room for. After a failure nothing new is begun. */
  async #fill(): Promise<void> {
    const { queue, window, clock } = this.#options;
    if (this.#failures.length > 0) {
      this.#sleeping.clear();
      return;
    }
    const now = clock.monotonicMs();
    for (const [job, dueMs] of this.#sleeping) if (dueMs <= now && this.#sleeping.delete(job)) this.#open.unshift(job);
    const next = this.#open.splice(0, Math.max(0, window - this.#queued.size));
    for (const job of next) this.#queued.set(job.id, job);
    if (next.length > 0) await queue.enqueue(next);
  }

  /** What was done before the stop, or in spite of it, is not done again. */
  async recordDone(): Promise<void> {
    for (const result of await this.#options.queue.results()) {
      const job = this.#queued.get(result.id);
      if (job !== undefined && result.outcome === 'done') await this.#settle(job, result);
    }
  }

  /** Whether there were any. */
  async #settleResults(): Promise<boolean> {
    const { queue, stopping } = this.#options;
    let isAny = false;
    for (const result of await queue.results()) {
      if (stopping.aborted) return true;
      const job = this.#queued.get(result.id);
      if (job === undefined) continue;
      isAny = true;
      await this.#settle(job, result);
    }
    return isAny;
  }

  async #settle(job: Job, result: JobResult): Promise<void> {
    const { queue, record, clock, retryAfterMs } = this.#options;
    if (result.outcome === 'done') {
      const failure = await record(result);
      const { id, worker, attempt } = result;
      if (failure !== undefined) this.#failures.push({ id, worker, attempt, outcome: 'failed', failure });
    } else {
      const delayMs = retryAfterMs(result);
      if (delayMs === undefined) this.#failures.push(result);
      else this.#sleeping.set(job, clock.monotonicMs() + delayMs);
    }
    this.#queued.delete(job.id);
    await queue.drop([job.id]);
  }

  async #sleepUntil(changed: Promise<void>, signal: AbortSignal): Promise<void> {
    const { clock, stopping } = this.#options;
    const dueMs = Math.min(...this.#sleeping.values());
    if (dueMs === Number.POSITIVE_INFINITY) return changed;
    const due = clock.sleep(Math.max(0, dueMs - clock.monotonicMs()), signal).catch((error: unknown) => {
      if (!signal.aborted && !stopping.aborted) throw error;
    });
    await Promise.race([changed, due]);
  }
}

/** Ends what waits for a turn of the loop, with the turn or when the run stops. */
class Waking implements Disposable {
  readonly #over = new AbortController();
  readonly signal: AbortSignal;

  constructor(stopping: AbortSignal) {
    this.signal = AbortSignal.any([this.#over.signal, stopping]);
  }

  [Symbol.dispose](): void {
    this.#over.abort();
  }
}

import type { Clock } from '../clock.ts';
import type { Job, JobQueue, JobResult } from './job-queue.ts';

/** How often results are looked for. */
const RESULTS_INTERVAL_MS = 1_000;

export interface RunSlicesOptions {
  readonly queue: JobQueue;
  /** One for each slice. */
  readonly jobs: readonly Job[];
  /** Whether the journal has the result of a job. */
  readonly isRecorded: (id: string) => boolean;
  /** Durable when resolved. */
  readonly record: (result: JobResult) => Promise<void>;
  readonly clock: Clock;
  /** Aborted: nothing more is recorded; a later run continues from what is. */
  readonly stopping: AbortSignal;
}

export type SlicesEnding =
  | { readonly kind: 'done' }
  /** The other slices have ended too, and those that were done are recorded. */
  | { readonly kind: 'failed'; readonly failures: readonly JobResult[] }
  | { readonly kind: 'stopped' };

/**
 * Lets every slice be worked on that the journal has no result of. Each result is recorded once, and dropped only after
 * that: a crash in between returns it again, and then it is only dropped.
 */
export async function runSlices(options: RunSlicesOptions): Promise<SlicesEnding> {
  const { queue, jobs, isRecorded, clock, stopping } = options;
  const open = new Set(jobs.map(({ id }) => id).filter((id) => !isRecorded(id)));
  // Left by a crash between the record and the drop.
  await queue.drop(jobs.map(({ id }) => id).filter((id) => !open.has(id)));
  await queue.enqueue(jobs.filter(({ id }) => open.has(id)));
  const failures: JobResult[] = [];
  while (!stopping.aborted) {
    for (const result of await queue.results()) {
      if (stopping.aborted) return { kind: 'stopped' };
      if (open.has(result.id)) await settle(result, options, { open, failures });
    }
    if (open.size === 0) return failures.length === 0 ? { kind: 'done' } : { kind: 'failed', failures };
    await sleepUnlessStopped(clock, stopping);
  }
  return { kind: 'stopped' };
}

async function settle(
  result: JobResult,
  { queue, record }: RunSlicesOptions,
  { open, failures }: { readonly open: Set<string>; readonly failures: JobResult[] },
): Promise<void> {
  if (result.outcome === 'done') await record(result);
  else failures.push(result);
  open.delete(result.id);
  await queue.drop([result.id]);
}

async function sleepUnlessStopped(clock: Clock, stopping: AbortSignal): Promise<void> {
  try {
    await clock.sleep(RESULTS_INTERVAL_MS, stopping);
  } catch (error) {
    if (!stopping.aborted) throw error;
  }
}

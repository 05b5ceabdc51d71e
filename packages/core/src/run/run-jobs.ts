import { assertInvariant } from '../errors.ts';
import { InProcessJobQueue } from '../jobs/in-process-job-queue.ts';
import type { Job } from '../jobs/job-queue.ts';
import type { LeftOutStore } from '../journal/left-out-store.ts';
import { operatorStopsIn } from '../journal/operator-stops.ts';
import { PRIORITY } from '../limits/channel.ts';
import { DEFAULT_SLICES } from '../provider/limits.ts';
import { isOwnWork } from '../provider/steps/step-traits.ts';
import { jobConnection } from '../steps/job/job-connection.ts';
import { describeSliceFailure, runSlice } from '../steps/job/run-slice.ts';
import type { StepContext, StepJobs } from '../steps/step-context.ts';
import type { JsonObject } from '../value/value.ts';
import type { RunParts } from './run-parts.ts';
import { isStoppedByOperator } from './stop-reason.ts';

/** The own work of a run: one queue for the slices of all of its steps, so that they share the places of connections. */
export class RunJobs implements StepJobs {
  readonly queue: InProcessJobQueue;
  readonly reports: StepJobs['reports'] = new Map();
  readonly leftOut?: LeftOutStore;
  readonly #parts: RunParts;

  /** `contextOf`: of a step by its address. */
  constructor(parts: RunParts, contextOf: (step: string) => StepContext) {
    this.#parts = parts;
    if (parts.leftOut !== undefined) this.leftOut = parts.leftOut;
    this.queue = new InProcessJobQueue({
      worker: parts.id,
      placesOf: (alias) => this.placesOf(alias),
      // Retries follow the migration's own `retry:`.
      maxAttempts: 1,
      describe: describeSliceFailure,
      work: (job, signal) => this.#work(job, contextOf(job.step), signal),
    });
  }

  placesOf(alias: string): number {
    return this.#providerOf(alias).limits.slices ?? DEFAULT_SLICES;
  }

  connect(alias: string, until?: AbortSignal): ReturnType<StepJobs['connect']> {
    const { channel } = this.#providerOf(alias);
    return jobConnection(until === undefined ? channel : channel.until(until), PRIORITY.started);
  }

  isStoppedByOperator(): boolean {
    return isStoppedByOperator(this.#parts.stopping.signal);
  }

  operatorStops(): number {
    return operatorStopsIn(this.#parts.fold.runs);
  }

  #work(job: Job, context: StepContext, signal: AbortSignal): Promise<JsonObject> {
    const step = this.#parts.graph.stepsByAddress.get(job.step);
    assertInvariant(step !== undefined && isOwnWork(step), `jobs are of steps of the plan: ${job.id}`);
    return runSlice(step, job, context, signal);
  }

  #providerOf(alias: string) {
    const provider = this.#parts.providers.get(alias);
    assertInvariant(provider !== undefined, `jobs use connections of the plan: ${alias}`);
    return provider;
  }
}

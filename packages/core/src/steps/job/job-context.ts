import type { JobStep } from '../../graph/graph.ts';
import type { JobContext } from '../../provider/job.ts';
import type { StepContext } from '../step-context.ts';

/** What planning and slices of a step are given. */
export function jobContext(step: JobStep, { resolve, jobs, clock }: StepContext, signal: AbortSignal): JobContext {
  return {
    input: resolve(step.arguments),
    connections: step.connections.map((alias) => jobs.connect(alias)),
    clock,
    signal,
  };
}

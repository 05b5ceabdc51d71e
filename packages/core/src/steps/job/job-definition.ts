import { assertInvariant } from '../../errors.ts';
import type { JobStep } from '../../graph/graph.ts';
import type { JobDefinition } from '../../provider/job.ts';
import type { StepContext } from '../step-context.ts';

export function jobOf(step: JobStep, { provider }: Pick<StepContext, 'provider'>): JobDefinition {
  const job = provider.jobs?.[step.job];
  assertInvariant(job !== undefined, `kinds use declared jobs: ${step.address}`);
  return job;
}

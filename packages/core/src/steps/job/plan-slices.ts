import type { JobStep } from '../../graph/graph.ts';
import { MAX_PLAN_BYTES, MAX_SLICE_NAME_LENGTH, MAX_SLICES } from '../../jobs/job-queue.ts';
import type { JobState } from '../../journal/checkpoint.ts';
import type { JobPlanned } from '../../journal/record.ts';
import type { JobSlice } from '../../provider/job.ts';
import { keepValues } from '../../redact/keep-values.ts';
import { canonicalJson } from '../../value/canonical-json.ts';
import type { StepContext } from '../step-context.ts';
import { jobContext } from './job-context.ts';
import { jobOf } from './job-definition.ts';
import { withinTimeout } from './within-timeout.ts';

export type PlannedSlices =
  | { readonly kind: 'planned'; readonly slices: JobPlanned['slices'] }
  /** Why the slices cannot be kept. */
  | { readonly kind: 'refused'; readonly message: string };

/** The slices that an earlier run planned, as long as the step means the same; otherwise new ones, recorded. */
export async function planSlices(
  step: JobStep,
  { attempt, fingerprint, job }: { readonly attempt: number; readonly fingerprint: string; readonly job?: JobState },
  context: StepContext,
): Promise<PlannedSlices> {
  if (job?.fingerprint === fingerprint) return { kind: 'planned', slices: job.slices };
  const planned = await withinTimeout(context, context.stopping, async (until) =>
    jobOf(step, context).planSlices(jobContext(step, context, until)),
  );
  const message = findProblem(planned);
  if (message !== undefined) return { kind: 'refused', message };
  const copied = planned.map(({ name, arguments: args }) => ({ name, arguments: args }));
  // What was kept is what is done, in this run as in the one after a crash.
  const slices = keepValues(
    copied,
    { template: step.arguments, resolved: context.resolve(step.arguments) },
    context.redactor,
  );
  await context.record({ kind: 'job.planned', step: step.address, attempt, fingerprint, slices });
  return { kind: 'planned', slices };
}

function findProblem(slices: readonly JobSlice[]): string | undefined {
  if (slices.length > MAX_SLICES) return `The job has ${slices.length} slices; at most ${MAX_SLICES} are kept.`;
  const names = new Set(slices.map(({ name }) => name));
  if (names.size < slices.length) return 'Several slices of the job have the same name.';
  const long = slices.find(({ name }) => name === '' || name.length > MAX_SLICE_NAME_LENGTH);
  if (long !== undefined)
    return `The name of a slice has ${long.name.length} characters, not 1 to ${MAX_SLICE_NAME_LENGTH}.`;
  const sizeBytes = Buffer.byteLength(
    canonicalJson(slices.map(({ arguments: args, name }) => ({ name, arguments: args }))),
  );
  if (sizeBytes <= MAX_PLAN_BYTES) return undefined;
  return `The slices of the job take ${sizeBytes} bytes; at most ${MAX_PLAN_BYTES} are kept.`;
}

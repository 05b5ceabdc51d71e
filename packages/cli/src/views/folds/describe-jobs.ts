import type { Preview } from '@waybill/core';
import type { PreviewJob } from '@waybill/core/internal';
import { visibleText } from '../text/visible-text.ts';
import { counted, formatCount } from './counted.ts';

/** A job reads and writes as much as it finds: what it sends is known when it was sent. */
export const CALLS_OF_JOBS =
  'How many calls own work sends depends on the data. They count against the limits, but are not included here.';

/** What each job of a plan does where, one sentence for each. */
export function describeJobs({ jobs = [] }: Preview): readonly string[] {
  return jobs.map((job) => `${jobName(job)}: ${stepsOf(job)}, ${accessOf(job)}${slicesOf(job)}`);
}

function jobName({ provider, job, title }: PreviewJob): string {
  return `${visibleText(title)} (${provider}.${job})`;
}

function stepsOf({ steps, left }: PreviewJob): string {
  return left === steps ? counted(steps, 'step') : `${formatCount(left)} of ${counted(steps, 'step')}`;
}

/** `reads from old, writes to new`; connections that it does the same at are one clause. */
function accessOf({ connections }: PreviewJob): string {
  const clauses = Map.groupBy(connections, ({ access }) => access);
  return [...clauses]
    .map(
      ([access, places]) =>
        `${VERBS[access ?? 'unsaid']} ${[...new Set(places.map(({ alias }) => alias))].join(' and ')}`,
    )
    .join(', ');
}

const VERBS = {
  reads: 'reads from',
  writes: 'writes to',
  'reads and writes': 'reads from and writes to',
  unsaid: 'uses',
} as const;

function slicesOf({ left, slices, slices_at_once: most }: PreviewJob): string {
  if (left === 0) return '';
  const cut = slices === null ? 'in slices' : `in ${counted(slices, 'slice')}`;
  return `, ${cut}, ${formatCount(most)} at once`;
}

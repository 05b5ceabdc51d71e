import type { Checkpoint } from '../../journal/checkpoint.ts';

/** Clocks of this machine and of the vendor differ, and a vendor may give whole seconds. */
const TOLERANCE_MS = 60_000;

/**
 * Tasks that were created before this time are of another state; infinite where no task can be this state's own. A state
 * that began without a preview has an id that nobody had before, so that in its first run everything that is found is of
 * another state, and later whatever is older than that run. A preview fixes the id, and another machine may have applied it.
 */
export function foreignBeforeMs({ runs }: Checkpoint, preview: string | undefined): number {
  const [first] = runs;
  if (first === undefined) return preview === undefined ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return first.preview === undefined ? first.startedAtMs - TOLERANCE_MS : Number.NEGATIVE_INFINITY;
}

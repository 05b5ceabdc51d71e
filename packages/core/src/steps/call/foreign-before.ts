import type { Checkpoint } from '../../journal/checkpoint.ts';

/** Clocks of this machine and of the vendor differ, and a vendor may give whole seconds. */
const TOLERANCE_MS = 60_000;

/**
 * Tasks that were created before this time are not of a run that the journal has; infinite where it has none. A state that
 * began without a preview has an id that nobody had before, so that what is found in its first run is of another state, and
 * later whatever is older than that run. A copy from before the first run looks the same, and there the task may be of the
 * runs that the copy does not have: what is said of the task must not deny it. A preview fixes the id, and another machine
 * may have applied it.
 */
export function foreignBeforeMs({ runs }: Checkpoint, preview: string | undefined): number {
  const [first] = runs;
  if (first === undefined) return preview === undefined ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return first.preview === undefined ? first.startedAtMs - TOLERANCE_MS : Number.NEGATIVE_INFINITY;
}

import type { Clock } from '../clock.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';

/**
 * A run that was cut off may have called until a moment ago, and its reads left no record. One that ended in order had
 * its last answer before its last record. A state that was there before and knows of no run may have lost it.
 */
export function mayHaveJustCalled(checkpoint: Checkpoint, clock: Clock, stateExisted: boolean): boolean {
  const { lastRun } = checkpoint;
  if (lastRun === undefined) return stateExisted;
  const longestWindowMs = 60_000;
  return lastRun.ended === undefined || clock.now() - checkpoint.lastRecordAtMs < longestWindowMs;
}

import type { Clock } from '../clock.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';

/** What earlier processes may have called over the same connections. */
export type EarlierCalls =
  | 'none'
  /** Until a moment ago; some of it may still be on its way. */
  | 'until-now'
  /** The last answer came at least so long ago. */
  | { readonly answeredAgoMs: number };

/** The last record may be by the clock of another machine. */
const CLOCKS_APART_MS = 5_000;

/**
 * A run that was cut off may have called until a moment ago, and its reads left no record. One that ended in order had
 * its last answer before its last record, and so has whoever records a decision. A state that was there before and knows of no run may have lost it.
 */
export function earlierCalls(checkpoint: Checkpoint, clock: Clock, stateExisted: boolean): EarlierCalls {
  const { lastRun, lastRecordAtMs } = checkpoint;
  if (lastRun === undefined) return stateExisted ? 'until-now' : 'none';
  const answeredAgoMs = clock.now() - (lastRun.answeredByMs ?? lastRecordAtMs) - CLOCKS_APART_MS;
  return lastRun.ended === undefined || answeredAgoMs < 0 ? 'until-now' : { answeredAgoMs };
}

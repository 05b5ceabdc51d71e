import type { StepFailure } from '../journal/checkpoint.ts';

/**
 * What lets a unit succeed once the cause of its failure is gone.
 *
 * - `retry`: a call was refused, a check found an obstacle, or only the waiting ended: resume where it failed.
 * - `redo`: the remote task itself ended; polling it again shows the same end, so the unit starts over.
 * - `look-up`: an answer was lost; the next run looks up whether the call happened.
 * - `go-back`: the remote task is known where the connection led before: it leads back, or the unit starts over here.
 * - `adopt`: another state has done the work, or is at it: an operator takes its task over.
 * - `settle`: the look-up could not tell, and would not the next time; an operator decides.
 */
export type Remedy = 'retry' | 'redo' | 'go-back' | 'look-up' | 'adopt' | 'settle';

export function remedyOf(status: 'failed' | 'unknown', failure: StepFailure | undefined): Remedy {
  if ((failure?.otherTasks ?? []).length > 0) return 'adopt';
  if ((failure?.movedFrom ?? []).length > 0) return 'go-back';
  if (status === 'failed') return failure?.isFinal === true ? 'redo' : 'retry';
  return failure?.code === 'RUN_OUTCOME_UNKNOWN' ? 'settle' : 'look-up';
}

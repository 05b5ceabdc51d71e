import type { Checkpoint } from '@waybill/core';
import { unitsLeftBehind } from '@waybill/core/internal';
import type { Situation } from './next-steps.ts';

/** The units that were started over and may have left tasks: those that `orphans` can tell of, and the others. */
export function unitsToSweep(checkpoint: Pick<Checkpoint, 'leftBehind'>): Pick<Situation, 'leftBehind' | 'unlisted'> {
  return {
    leftBehind: unitsLeftBehind(checkpoint, 'open'),
    unlisted: unitsLeftBehind(checkpoint, 'unlisted').map((unit) => ({
      unit,
      taskIds: checkpoint.leftBehind.get(unit)?.taskIds ?? [],
    })),
  };
}

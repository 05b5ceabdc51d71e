import { counted, formatCount } from './counted.ts';
import type { SliceCounts } from './run-progress.ts';

/** How far own work is: `3 of 12 slices`. */
export function sliceText({ done, total }: SliceCounts): string {
  return `${formatCount(done)} of ${counted(total, 'slice')}`;
}

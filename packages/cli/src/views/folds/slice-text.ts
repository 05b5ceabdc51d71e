import type { SliceCounts } from '@waybill/node/live';
import { counted, formatCount } from './counted.ts';

/** How far own work is: `3 of 12 slices`. */
export function sliceText({ done, total }: SliceCounts): string {
  return `${formatCount(done)} of ${counted(total, 'slice')}`;
}

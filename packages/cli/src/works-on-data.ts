import type { Graph } from '@waybill/core';
import { traitsOf } from '@waybill/core/internal';

/** Whether documents or keys pass through this process: it copies or compares them by itself. */
export function worksOnData({ units }: Pick<Graph, 'units'>): boolean {
  return units.some(({ shape }) => shape.steps.some((step) => traitsOf(step).isOwnWork));
}

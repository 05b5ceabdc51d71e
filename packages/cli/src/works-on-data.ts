import type { Graph, PlannedUnit } from '@waybill/core';
import { traitsOf } from '@waybill/core/internal';

/** Units of a migration nearly always work alike, and building the steps of all of a large plan would take seconds in one turn. */
const LOOKED_AT = 100;

/**
 * Whether documents or keys may pass through this process: it copies or compares them by itself. By the first units of each
 * migration: what follows from it is how memory is saved, and nothing is wrong where later ones differ.
 */
export function worksOnData({ units }: Pick<Graph, 'units'>): boolean {
  const seen = new Map<PlannedUnit['unit']['migration'], number>();
  return units.some((planned) => {
    const { migration } = planned.unit;
    const count = seen.get(migration) ?? 0;
    if (count === LOOKED_AT) return false;
    seen.set(migration, count + 1);
    return planned.shape.steps.some((step) => traitsOf(step).isOwnWork);
  });
}

import { defined } from '@waybill/core';
import { nonEmpty } from '@waybill/core/internal';
import type { JsonStatus } from '../documents/json-objects.ts';

/** `orphans`: those of the units that left the plan. */
export function heldPlacesJson(
  units: readonly string[],
  orphans: readonly string[],
): Pick<JsonStatus, 'held_places' | 'held_by_orphans'> {
  return defined({ held_places: nonEmpty(units), held_by_orphans: nonEmpty(orphans) });
}

import type { JsonStatus } from '../documents/json-objects.ts';

/** `orphans`: those of the units that left the plan. */
export function heldPlacesJson(
  units: readonly string[],
  orphans: readonly string[],
): Pick<JsonStatus, 'held_places' | 'held_by_orphans'> {
  return {
    ...(units.length === 0 ? {} : { held_places: units }),
    ...(orphans.length === 0 ? {} : { held_by_orphans: orphans }),
  };
}

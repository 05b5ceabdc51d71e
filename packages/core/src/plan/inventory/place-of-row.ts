import type { Unit } from '../plan.ts';

/** Where the row of a unit is: `caches.csv:2`. Undefined for a unit whose entry is in the plan itself. */
export function placeOfRow(unit: Unit): string | undefined {
  const line = lineOfRow(unit);
  const { inventory } = unit.migration;
  return inventory === undefined || line === undefined ? undefined : `${inventory.file}:${line}`;
}

/** The line of that row, the first one of the file being 1. */
export function lineOfRow({ entry, migration }: Unit): number | undefined {
  const at = entry === undefined ? -1 : (migration.forEach?.indexOf(entry) ?? -1);
  return at === -1 ? undefined : migration.inventory?.locate(at).start.line;
}

import type { Unit } from '../plan.ts';

/** Where the row of a unit is: `caches.csv:2`. Undefined for a unit whose entry is in the plan itself. */
export function placeOfRow({ entry, migration }: Unit): string | undefined {
  const at = entry === undefined ? -1 : (migration.forEach?.indexOf(entry) ?? -1);
  const { inventory } = migration;
  return inventory === undefined || at === -1 ? undefined : `${inventory.file}:${inventory.locate(at).start.line}`;
}

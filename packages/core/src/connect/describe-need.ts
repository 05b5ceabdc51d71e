import { compileTemplate, type EachReference } from '../plan/expand/compile-template.ts';
import { unitAddress } from '../plan/expand/unit-address.ts';
import type { EachEntry, Migration, Plan } from '../plan/plan.ts';
import { KeyedSecret } from '../value/keyed-reference.ts';

/**
 * Which unit is the first whose row chooses one of these secrets, with the line of the row, and how many more there are:
 * `Unit caches[cache-1] (caches.csv:2) and 11 more need them.` Undefined where no row chooses one.
 */
export function describeNeed(names: ReadonlySet<string>, migrations: Plan['migrations']): string | undefined {
  let first: string | undefined;
  let count = 0;
  for (const migration of migrations.values()) {
    const chosen = compileTemplate(migration.with).eachReferences.filter(
      ({ reference }) => reference instanceof KeyedSecret,
    );
    if (chosen.length === 0) continue;
    for (const [index, entry] of (migration.forEach ?? []).entries()) {
      if (!chosen.some((each) => names.has(chosenBy(each, entry)))) continue;
      first ??= placeOf(migration, index, entry);
      count += 1;
    }
  }
  if (first === undefined) return undefined;
  return count === 1 ? `Unit ${first} needs it.` : `Unit ${first} and ${count - 1} more need them.`;
}

function chosenBy({ reference, lookUp }: EachReference, entry: EachEntry): string {
  const key = lookUp(entry);
  if (!(reference instanceof KeyedSecret) || key === undefined || typeof key === 'object') return '';
  return reference.withKey(String(key)).path[1] ?? '';
}

function placeOf({ name, inventory }: Migration, index: number, { key }: EachEntry): string {
  const unit = unitAddress(name, key);
  return inventory === undefined ? unit : `${unit} (${inventory.file}:${inventory.locate(index).start.line})`;
}

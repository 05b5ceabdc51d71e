import { migrationOf } from './unit-key.ts';
/** More units of one migration than these are named by a pattern. */
export const NAMED_UNITS = 5;

export interface MigrationUnits {
  readonly migration: string;
  readonly units: readonly string[];
  /** The units, or the pattern of them all when they are many. */
  readonly named: readonly string[];
}

export function byMigration(addresses: readonly string[]): readonly MigrationUnits[] {
  const groups = Map.groupBy(addresses, migrationOf);
  return [...groups].map(([migration, units]) => ({
    migration,
    units,
    named: units.length > NAMED_UNITS ? [`${migration}[*]`] : units,
  }));
}

/** Many units of a migration are named by a pattern, unless the pattern would name others that fit as well. */
export function namesOf(units: readonly string[], others: readonly string[] = []): readonly string[] {
  const elsewhere = new Set(others.map(migrationOf));
  return byMigration(units).flatMap((group) => (elsewhere.has(group.migration) ? group.units : group.named));
}

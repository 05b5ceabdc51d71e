import type { ProviderRegistry } from '../../provider/registry.ts';
import type { Migration, Plan } from '../plan.ts';
import { findRecipe, outputNamesOf } from './find-recipe.ts';

/** What can be needed or referred to. */
export interface UnitIndex {
  /** Names of the usable migrations. */
  readonly names: readonly string[];
  find(migration: string): Migration | undefined;
  /** Whether the document has a migration of this name that could not be read; its mistakes are reported elsewhere. */
  isUnusable(migration: string): boolean;
  /** Keys of the migration's units. */
  keysOf(migration: Migration): ReadonlySet<string>;
  outputsOf(migration: Migration): readonly string[];
}

export function createUnitIndex(plan: Plan, registry: ProviderRegistry, declared: ReadonlySet<string>): UnitIndex {
  const keys = new Map<string, ReadonlySet<string>>();
  return {
    names: [...plan.migrations.keys()],
    find: (name) => plan.migrations.get(name),
    isUnusable: (name) => declared.has(name) && !plan.migrations.has(name),
    keysOf(migration) {
      const known = keys.get(migration.name) ?? new Set(migration.forEach?.map((entry) => entry.key));
      keys.set(migration.name, known);
      return known;
    },
    outputsOf(migration) {
      const entry = plan.providers.get(migration.provider);
      const provider = entry === undefined ? undefined : registry.get(entry.type);
      const recipe = provider === undefined ? undefined : findRecipe(provider, migration.recipe);
      return recipe === undefined ? [] : outputNamesOf(recipe);
    },
  };
}

import { MASK } from '../../diagnostics/mask.ts';
import { isSecretName } from '../../diagnostics/secret-names.ts';
import { maskUrlPasswords } from '../../diagnostics/url-passwords.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { Interpolation, type Value } from '../../value/value.ts';
import { compileTemplate } from '../expand/compile-template.ts';
import { findRecipe, withSchemaOf } from '../expand/find-recipe.ts';
import type { Migration, Plan } from '../plan.ts';
import { findLiteralSecrets } from '../schema/find-literal-secrets.ts';
import {
  type EffectiveLeaf,
  type EffectiveMap,
  type EffectivePlan,
  type EffectiveValue,
  mapLeaves,
} from './effective-value.ts';

/**
 * Secrets that are in the plan itself are warned about, and not shown: not where a secret belongs, not in the input or the
 * row that they come from, and not inside URLs.
 */
export function maskLiteralSecrets(
  effective: EffectivePlan,
  { plan, registry }: { readonly plan: Plan; readonly registry: ProviderRegistry },
): EffectivePlan {
  const secrets = collectLiterals(plan, registry);
  const mask = (leaf: EffectiveLeaf): EffectiveLeaf => maskLeaf(leaf, secrets);
  const root = mapLeaves(effective.root, mask) as EffectiveMap;
  return {
    root: mapEntries(root, (key, value) => (key === 'inputs' ? maskNamed(value) : value)) as EffectiveMap,
    units: effective.units.map((unit) => ({ ...unit, values: mapLeaves(unit.values, mask) as EffectiveMap })),
  };
}

function maskLeaf(leaf: EffectiveLeaf, secrets: ReadonlySet<string>): EffectiveLeaf {
  const { value } = leaf;
  if (value instanceof Interpolation || typeof value === 'string' || typeof value === 'number') {
    if (secrets.has(value.toString())) return hidden(leaf);
  }
  const shown = typeof value === 'string' ? maskUrlPasswords(value) : maskParts(value);
  return shown === value ? leaf : { ...leaf, value: shown, isMasked: true };
}

function maskParts(value: Value): Value {
  if (!(value instanceof Interpolation)) return value;
  const parts = value.parts.map((part) => (typeof part === 'string' ? maskUrlPasswords(part) : part));
  return parts.every((part, index) => part === value.parts[index]) ? value : new Interpolation(parts);
}

function hidden(leaf: EffectiveLeaf): EffectiveLeaf {
  return { ...leaf, value: MASK, isMasked: true };
}

/** Inputs that are called as secrets are. */
function maskNamed(inputs: EffectiveValue): EffectiveValue {
  return mapEntries(inputs, (name, definition) =>
    isSecretName(name)
      ? mapEntries(definition, (key, value) => (key === 'default' ? mapLeaves(value, hidden) : value))
      : definition,
  );
}

function mapEntries(
  map: EffectiveValue,
  change: (key: string, value: EffectiveValue) => EffectiveValue,
): EffectiveValue {
  if (map.kind !== 'map') return map;
  return { kind: 'map', entries: map.entries.map(([key, value]) => [key, change(key, value)] as const) };
}

function collectLiterals(plan: Plan, registry: ProviderRegistry): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { config, type } of plan.providers.values()) {
    const schema = registry.get(type)?.configSchema;
    if (schema !== undefined) addLiterals(config, schema, found);
  }
  for (const migration of plan.migrations.values()) addOfMigration(migration, plan, registry, found);
  return found;
}

function addOfMigration(migration: Migration, plan: Plan, registry: ProviderRegistry, found: Set<string>): void {
  const provider = registry.get(plan.providers.get(migration.provider)?.type ?? '');
  const recipe = provider === undefined ? undefined : findRecipe(provider, migration.recipe);
  if (recipe === undefined) return;
  const options = 'withSchema' in recipe ? recipe.optionsSchema : undefined;
  addOfUnits(migration.with, withSchemaOf(recipe), migration, found);
  if (options !== undefined) addOfUnits(migration.options, options, migration, found);
}

function addOfUnits(value: Value, schema: object, { forEach }: Migration, found: Set<string>): void {
  if (findLiteralSecrets(value, schema).length === 0) return;
  const template = compileTemplate(value);
  addLiterals(value, schema, found);
  for (const entry of template.dependsOnEach ? (forEach ?? []) : []) addLiterals(template.fill(entry), schema, found);
}

function addLiterals(value: Value, schema: object, found: Set<string>): void {
  for (const { path } of findLiteralSecrets(value, schema)) {
    const literal = path.reduce<unknown>((place, key) => (place as Readonly<Record<string, unknown>>)[key], value);
    if (typeof literal === 'string' || typeof literal === 'number' || literal instanceof Interpolation)
      found.add(literal.toString());
  }
}

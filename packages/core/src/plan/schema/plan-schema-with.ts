import { planSchema } from '../../generated/plan-schema.generated.ts';
import type { Kind } from '../../provider/kind.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { canonicalJson } from '../../value/canonical-json.ts';
import { isJsonObject, type Json, type JsonObject } from '../../value/value.ts';
import { validatorOf } from './schema-validator.ts';

const completed = new Map<string, JsonObject>();

/**
 * The schema of a plan, completed by what the registered kinds add to a migration. Where kinds mean different things by
 * one name, what they mean is left open: `optionSchemas` of the kind says it.
 */
export function planSchemaWith(registry: ProviderRegistry): JsonObject {
  const options = collectOptions(registry);
  const key = JSON.stringify([...options]);
  const known = completed.get(key);
  if (known !== undefined) return known;
  const created = complete(options);
  completed.set(key, created);
  return created;
}

/** The schemas of a kind's own keys of a migration, by name. Keys of the plan language are not a kind's to define. */
export function optionSchemas(kind: Kind): JsonObject {
  if (kind.optionsSchema === undefined) return {};
  const own = Object.entries(objectAt(validatorOf(kind.optionsSchema).schema, 'properties'));
  return Object.fromEntries(own.filter(([name]) => !Object.hasOwn(languageKeys(), name)));
}

/** Names of the keys that some registered kind adds to a migration. */
export function optionNames(registry: ProviderRegistry): readonly string[] {
  return [...collectOptions(registry).keys()];
}

/** Options that may hold references, dotted, see `Kind.optionsSchema`. */
export function placesForReferences(registry: ProviderRegistry): readonly string[] {
  return [...new Set(listOptions(registry).flatMap(([name, schema]) => placesIn(schema, name)))];
}

function placesIn(schema: Json | undefined, path: string): readonly string[] {
  if (!isJsonObject(schema)) return [];
  if (schema['x-references'] !== undefined) return [path];
  const below = Object.entries(objectAt(schema, 'properties'));
  return [...placesIn(schema['items'], path), ...below.flatMap(([name, child]) => placesIn(child, `${path}.${name}`))];
}

function collectOptions(registry: ProviderRegistry): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  for (const [name, schema] of listOptions(registry)) {
    const known = found.get(name);
    found.set(name, known === undefined || canonicalJson(known) === canonicalJson(schema) ? schema : true);
  }
  return found;
}

function listOptions(registry: ProviderRegistry): readonly (readonly [string, Json])[] {
  const kinds = [...registry.values()].flatMap((provider) => Object.values(provider.kinds));
  return kinds.flatMap((kind) => Object.entries(optionSchemas(kind)));
}

function complete(options: ReadonlyMap<string, Json>): JsonObject {
  const plan = planSchema as JsonObject;
  const migrations = objectAt(objectAt(plan, 'properties'), 'migrations');
  const migration = objectAt(migrations, 'additionalProperties');
  // Behind `with`, where a plan has them.
  const properties = Object.entries(languageKeys()).flatMap(([name, schema]) =>
    name === 'with' ? [[name, schema] as const, ...options] : [[name, schema] as const],
  );
  const closed = { ...migration, additionalProperties: false, properties: Object.fromEntries(properties) };
  const changed = { ...objectAt(plan, 'properties'), migrations: { ...migrations, additionalProperties: closed } };
  return { ...plan, properties: changed };
}

function languageKeys(): JsonObject {
  const migrations = objectAt(objectAt(planSchema as JsonObject, 'properties'), 'migrations');
  return objectAt(objectAt(migrations, 'additionalProperties'), 'properties');
}

function objectAt(schema: JsonObject, key: string): JsonObject {
  const value = schema[key];
  return isJsonObject(value) ? value : {};
}

import { planSchema } from '../../generated/plan-schema.generated.ts';
import type { Kind } from '../../provider/kind.ts';
import type { Provider } from '../../provider/provider.ts';
import type { ProviderRegistry } from '../../provider/registry.ts';
import { ownSchema } from '../../provider/schema-owners.ts';
import { canonicalJson } from '../../value/canonical-json.ts';
import { isJsonObject, type Json, type JsonObject } from '../../value/value.ts';
import { validatorOf } from './schema-validator.ts';

const completed = new Map<string, JsonObject>();

/**
 * The schema of a plan, completed by what the registered kinds add to a migration, and by examples of their providers. Where kinds mean different things by
 * one name, what they mean is left open: `optionSchemas` of the kind says it.
 */
export function planSchemaWith(registry: ProviderRegistry): JsonObject {
  const options = collectOptions(registry);
  const examples = [...registry.values()].map(exampleEntry);
  const key = JSON.stringify([[...options], examples]);
  const known = completed.get(key);
  if (known !== undefined) return known;
  const created = complete(options, examples);
  ownSchema(created, (cause) => blameForOptions(registry) ?? cause);
  completed.set(key, created);
  return created;
}

/** The options of the kind whose schema does not compile by itself either. */
function blameForOptions(registry: ProviderRegistry): unknown {
  const kinds = [...registry.values()].flatMap((provider) => Object.values(provider.kinds));
  for (const { optionsSchema } of kinds) {
    try {
      if (optionsSchema !== undefined) validatorOf(optionsSchema).accepts({});
    } catch (error) {
      return error;
    }
  }
  return undefined;
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

function complete(options: ReadonlyMap<string, Json>, examples: readonly JsonObject[]): JsonObject {
  const plan = planSchema as JsonObject;
  const properties = objectAt(plan, 'properties');
  const providers = withExamples(objectAt(properties, 'providers'), examples);
  const migrations = withOptions(objectAt(properties, 'migrations'), options);
  return { ...plan, properties: { ...properties, providers, migrations } };
}

function withOptions(migrations: JsonObject, options: ReadonlyMap<string, Json>): JsonObject {
  // Behind `with`, where a plan has them.
  const properties = Object.entries(languageKeys()).flatMap(([name, schema]) =>
    name === 'with' ? [[name, schema] as const, ...options] : [[name, schema] as const],
  );
  const migration = objectAt(migrations, 'additionalProperties');
  const closed = { ...migration, additionalProperties: false, properties: Object.fromEntries(properties) };
  return { ...migrations, additionalProperties: closed };
}

/** An entry of the provider under `providers:`, as its schema shows it, or as little as can be said. */
function exampleEntry({ type, configSchema }: Provider): JsonObject {
  const { examples } = configSchema as JsonObject;
  const [first] = Array.isArray(examples) ? (examples as readonly Json[]) : [];
  return isJsonObject(first) ? first : { type };
}

function withExamples(providers: JsonObject, examples: readonly JsonObject[]): JsonObject {
  const [first] = examples;
  if (first === undefined) return providers;
  const entry = objectAt(providers, 'additionalProperties');
  const properties = objectAt(entry, 'properties');
  const type = { ...objectAt(properties, 'type'), examples: examples.map((example) => example['type'] ?? '') };
  const short = Object.entries(first).filter(([key]) => key === 'type' || key === 'region');
  const shown = short.map(([key, value]) => `${key}: ${String(value as string)}`).join(', ');
  return {
    ...providers,
    'x-hint': `Declare at least one provider, such as search: { ${shown} }.`,
    examples: [{ search: Object.fromEntries(short) }],
    additionalProperties: { ...entry, properties: { ...properties, type }, examples },
  };
}

function languageKeys(): JsonObject {
  const migrations = objectAt(objectAt(planSchema as JsonObject, 'properties'), 'migrations');
  return objectAt(objectAt(migrations, 'additionalProperties'), 'properties');
}

export function objectAt(schema: JsonObject, key: string): JsonObject {
  const value = schema[key];
  return isJsonObject(value) ? value : {};
}

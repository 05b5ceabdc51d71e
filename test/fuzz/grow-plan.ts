import type { Json, JsonObject, Random } from '@waybill/core';

/** A JSON Schema, as far as growing documents from it needs. */
type Schema = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 9;
const STRAY: readonly Json[] = [
  null,
  true,
  -1,
  0,
  10_241,
  1.5,
  '',
  'x',
  '${{ each.key }}',
  '${{ secrets.a }}',
  '${{ inputs.a }}',
  [],
  {},
  ['a', 'a'],
  { a: 1 },
];

/**
 * A document grown along the plan's own schema, mostly right: names are taken from its properties, values from its
 * examples, enums and patterns' neighbours, and now and then something else stands in their place.
 */
export function growPlan(schema: Schema, random: Random): Json {
  return grow(schema, random, 0);
}

/** `true`: a key that several kinds have, each with a schema of its own. */
function grow(schema: Schema | true, random: Random, depth: number): Json {
  if (schema === true || random.fraction() < 0.04 || depth > MAX_DEPTH) return pick(STRAY, random);
  if ('const' in schema) return schema['const'] as Json;
  if (Array.isArray(schema['enum'])) return pick(schema['enum'] as Json[], random);
  const branches = ['anyOf', 'oneOf'].flatMap((key) => (Array.isArray(schema[key]) ? (schema[key] as Schema[]) : []));
  if (branches.length > 0) return grow(pick(branches, random), random, depth);
  if (isSchema(schema['properties']) || isSchema(schema['additionalProperties']))
    return growObject(schema, random, depth);
  if (Array.isArray(schema['examples']) && schema['examples'].length > 0 && random.fraction() < 0.8) {
    return pick(schema['examples'] as Json[], random);
  }
  return growScalar(schema, random, depth);
}

function growObject(schema: Schema, random: Random, depth: number): JsonObject {
  const grown: Record<string, Json> = {};
  const required = Array.isArray(schema['required']) ? (schema['required'] as string[]) : [];
  for (const [name, property] of Object.entries((schema['properties'] ?? {}) as Record<string, Schema | true>)) {
    const isWanted = required.includes(name) ? random.fraction() < 0.97 : random.fraction() < 0.4;
    if (isWanted) grown[random.fraction() < 0.01 ? `${name}x` : name] = grow(property, random, depth + 1);
  }
  if (isSchema(schema['additionalProperties'])) {
    for (const name of ['a', 'b', 'search', 'cache'].slice(0, 1 + Math.floor(random.fraction() * 3))) {
      grown[name] = grow(schema['additionalProperties'], random, depth + 1);
    }
  }
  return grown;
}

function growScalar(schema: Schema, random: Random, depth: number): Json {
  const type = Array.isArray(schema['type']) ? pick(schema['type'] as string[], random) : schema['type'];
  switch (type) {
    case 'integer':
    case 'number':
      return Math.floor(random.fraction() * 20_000) - 100;
    case 'boolean':
      return random.fraction() < 0.5;
    case 'array': {
      const items = isSchema(schema['items']) ? schema['items'] : {};
      return Array.from({ length: Math.floor(random.fraction() * 4) }, () => grow(items, random, depth + 1));
    }
    case 'string':
      return pick(
        ['a', 'search.index-migration', 'cache.online-migration', 'a[b]', '30s', '5/s', 'x y', '${{ each.value.a }}'],
        random,
      );
    default:
      return pick(STRAY, random);
  }
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random.fraction() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

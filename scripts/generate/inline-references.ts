import { posix } from 'node:path';
import { type SchemaLibrary, schemaAt } from './load-schemas.ts';
import { isSchema, type Schema, withoutKeywords } from './schema.ts';

/** Keywords that may stand beside a `$ref`: they describe, so the nearer one simply replaces the farther one. */
const ANNOTATIONS: readonly string[] = ['title', 'description', 'default', 'examples', 'x-hint'];

/** A document's own identity, and who writes it, mean nothing inside another document. */
const IDENTITY: readonly string[] = ['$schema', '$id', '$defs', '$comment'];

/**
 * `schema` with every `$ref` replaced by what it refers to, so that it stands alone. References must not form a cycle.
 * `path` is the schema's document below `schemas/`: references are relative to it.
 */
export function inlineReferences(library: SchemaLibrary, path: string, schema: Schema): Schema {
  return inline({ library, path, trail: [] }, schema);
}

interface Place {
  readonly library: SchemaLibrary;
  readonly path: string;
  /** The references that led here, to notice a cycle. */
  readonly trail: readonly string[];
}

function inline(place: Place, schema: Schema): Schema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return mapValues(place, schema);
  const beside = withoutKeywords(schema, ['$ref']);
  const assertion = Object.keys(beside).find((keyword) => !ANNOTATIONS.includes(keyword));
  if (assertion !== undefined) throw new Error(`${place.path}: ${assertion} cannot stand beside $ref ${reference}`);
  return { ...inlineTarget(place, reference), ...beside };
}

function inlineTarget(place: Place, reference: string): Schema {
  const [file = '', pointer = ''] = reference.split('#');
  const path = file === '' ? place.path : posix.join(posix.dirname(place.path), file);
  const target = `${path}#${pointer}`;
  if (place.trail.includes(target)) throw new Error(`${target} refers to itself`);
  const found = resolvePointer(schemaAt(place.library, path), pointer, target);
  return inline({ ...place, path, trail: [...place.trail, target] }, withoutKeywords(found, IDENTITY));
}

function resolvePointer(document: Schema, pointer: string, target: string): Schema {
  let found: unknown = document;
  for (const key of pointer.split('/').slice(1)) found = isSchema(found) ? found[key] : undefined;
  if (!isSchema(found)) throw new Error(`${target} does not exist`);
  return found;
}

function mapValues(place: Place, schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inlineValue(place, value)]));
}

function inlineValue(place: Place, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => inlineValue(place, item));
  return isSchema(value) ? inline(place, value) : value;
}

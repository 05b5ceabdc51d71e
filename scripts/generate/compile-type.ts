import { compile, type Options } from 'json-schema-to-typescript';
import { isSchema, type Schema } from './schema.ts';

const OPTIONS: Partial<Options> = {
  bannerComment: '',
  unknownAny: true,
  ignoreMinAndMaxItems: true,
  style: { singleQuote: true, printWidth: 120 },
};

/** Keywords that decide a type. Rules between fields have no counterpart in TypeScript. */
const TYPE_KEYWORDS: readonly string[] = [
  'type',
  'const',
  'enum',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'description',
  'tsType',
];

/** An exported interface (or type) of that name for what `schema` accepts. */
export async function compileType(name: string, schema: Schema): Promise<string> {
  return compile(typeShape(schema), name, OPTIONS);
}

/** Titles are left out too: each would become a type of its own. */
function typeShape(schema: Schema): Schema {
  const kept = Object.entries(schema).filter(([keyword]) => TYPE_KEYWORDS.includes(keyword));
  const shape = Object.fromEntries(kept.map(([keyword, value]) => [keyword, shapeOf(keyword, value)]));
  const isOpen = Object.keys(shape).every((keyword) => keyword === 'description');
  return isOpen ? { ...shape, tsType: 'unknown' } : shape;
}

function shapeOf(keyword: string, value: unknown): unknown {
  if (!isSchema(value)) return value;
  if (keyword !== 'properties') return typeShape(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, property]) => [name, isSchema(property) ? typeShape(property) : property]),
  );
}

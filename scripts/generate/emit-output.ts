import { inlineReferences } from './inline-references.ts';
import type { SchemaLibrary } from './load-schemas.ts';
import { isSchema, type Schema } from './schema.ts';
import { HEADER, recordLiteral } from './source-text.ts';

const FOLDER = 'output/';

/**
 * The schemas of what the command line prints as JSON, by their names below `schemas/output`. Each stands alone: one that
 * another refers to is among its `$defs`, under its own `$id`, and what is outside of the folder is put in.
 */
export function emitOutputSchemas(library: SchemaLibrary): string {
  const schemas = [...library].filter(([path]) => path.startsWith(FOLDER));
  const byName = new Map(
    schemas.map(([path, schema]) => [nameOf(path.slice(FOLDER.length)), withShared(library, path, schema)]),
  );
  const bundled = new Map([...byName].map(([name, schema]) => [name, bundle(schema, byName)]));
  const type = 'Readonly<Record<string, { readonly title: string; readonly [keyword: string]: unknown }>>';
  return `${HEADER}\nexport const outputSchemas: ${type} = ${recordLiteral(bundled)};\n`;
}

function withShared(library: SchemaLibrary, path: string, schema: Schema): Schema {
  if (typeof schema['$ref'] === 'string' && schema['$ref'].startsWith('../'))
    return inlineReferences(library, path, schema);
  return mapSchemas(schema, (inner) => withShared(library, path, inner));
}

function mapSchemas(schema: Schema, change: (inner: Schema) => Schema): Schema {
  const changed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(changed);
    return isSchema(value) ? change(value) : value;
  };
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, changed(value)]));
}

function nameOf(file: string): string {
  return file.split('.')[0] ?? '';
}

function bundle(schema: Schema, byName: ReadonlyMap<string, Schema>): Schema {
  const files = [...JSON.stringify(schema).matchAll(/"\$ref":"([\w-]+\.schema\.json)(?:#[^"]*)?"/g)].map(
    ([, file = '']) => file,
  );
  const others = files.map((file) => [file, byName.get(nameOf(file))] as const);
  if (others.length === 0) return schema;
  return { ...schema, $defs: { ...Object(schema['$defs']), ...Object.fromEntries(others) } };
}

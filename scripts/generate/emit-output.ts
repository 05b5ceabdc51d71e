import type { SchemaLibrary } from './load-schemas.ts';
import type { Schema } from './schema.ts';
import { HEADER, recordLiteral } from './source-text.ts';

const FOLDER = 'output/';

/**
 * The schemas of what the command line prints as JSON, by their names below `schemas/output`. Each stands alone: one that
 * another refers to is among its `$defs`, under its own `$id`.
 */
export function emitOutputSchemas(library: SchemaLibrary): string {
  const schemas = [...library].filter(([path]) => path.startsWith(FOLDER));
  const byName = new Map(schemas.map(([path, schema]) => [nameOf(path.slice(FOLDER.length)), schema]));
  const bundled = new Map([...byName].map(([name, schema]) => [name, bundle(schema, byName)]));
  const type = 'Readonly<Record<string, { readonly title: string; readonly [keyword: string]: unknown }>>';
  return `${HEADER}\nexport const outputSchemas: ${type} = ${recordLiteral(bundled)};\n`;
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

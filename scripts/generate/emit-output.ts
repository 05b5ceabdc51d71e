import type { SchemaLibrary } from './load-schemas.ts';
import { HEADER, recordLiteral } from './source-text.ts';

const FOLDER = 'output/';

/** The schemas of what the command line prints as JSON, by their names below `schemas/output`. Each stands alone. */
export function emitOutputSchemas(library: SchemaLibrary): string {
  const schemas = [...library].filter(([path]) => path.startsWith(FOLDER));
  const byName = new Map(schemas.map(([path, schema]) => [path.slice(FOLDER.length).split('.')[0] ?? '', schema]));
  const type = 'Readonly<Record<string, { readonly title: string; readonly [keyword: string]: unknown }>>';
  return `${HEADER}\nexport const outputSchemas: ${type} = ${recordLiteral(byName)};\n`;
}

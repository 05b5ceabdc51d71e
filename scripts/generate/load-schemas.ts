import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isSchema, type Schema } from './schema.ts';

/** Every schema document of the repository, by its path below `schemas/` with forward slashes. In order of the paths. */
export type SchemaLibrary = ReadonlyMap<string, Schema>;

const SUFFIX = '.schema.json';

export async function loadSchemas(directory: string): Promise<SchemaLibrary> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(SUFFIX))
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const library = new Map<string, Schema>();
  for (const path of paths.sort()) library.set(path, await loadSchema(directory, path));
  return library;
}

async function loadSchema(directory: string, path: string): Promise<Schema> {
  const document: unknown = JSON.parse(await readFile(join(directory, path), 'utf8'));
  if (!isSchema(document)) throw new Error(`${path} does not hold a JSON object`);
  const expectedId = `https://waybill.dev/schemas/${path}`;
  if (document['$id'] !== expectedId) throw new Error(`${path} must have the $id ${expectedId}`);
  return document;
}

export function schemaAt(library: SchemaLibrary, path: string): Schema {
  const schema = library.get(path);
  if (schema === undefined) throw new Error(`there is no schemas/${path}`);
  return schema;
}

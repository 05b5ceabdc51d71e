import { compileType } from './compile-type.ts';
import { inlineReferences } from './inline-references.ts';
import { type SchemaLibrary, schemaAt } from './load-schemas.ts';
import { isSchema, type Schema, schemaIn, withoutKeywords } from './schema.ts';
import { HEADER, literal, pascalCase } from './source-text.ts';

const PLAN = 'plan.schema.json';
const COMMON = 'common.schema.json';

/** The plan's schema, standing alone. What depends on a provider is in the schemas of the adapter that is loaded. */
export function emitPlanSchema(library: SchemaLibrary): string {
  const inlined = withoutKeywords(inlineReferences(library, PLAN, schemaAt(library, PLAN)), ['$defs']);
  return `${HEADER}\nexport const planSchema: object = ${literal(inlined)};\n`;
}

/**
 * One interface for the document and one for each object definition, named after it: `MigrationDocument`. A definition
 * of the plan's schema stands behind the definitions that use it, or behind the document.
 */
export async function emitPlanTypes(library: SchemaLibrary): Promise<string> {
  const plan = schemaAt(library, PLAN);
  const types = [await compileType('PlanDocument', named(library, PLAN, withoutKeywords(plan, ['$defs'])))];
  for (const path of [PLAN, COMMON]) {
    for (const [name, schema] of objectDefinitions(schemaAt(library, path))) {
      const isUsed = types.some((text) => text.includes(documentName(name)));
      if (isUsed) types.push(await compileType(documentName(name), named(library, path, schema)));
    }
  }
  return [HEADER, ...types].join('\n');
}

function objectDefinitions(document: Schema): readonly [string, Schema][] {
  return Object.entries(schemaIn(document, '$defs')).filter(
    (entry): entry is [string, Schema] => isSchema(entry[1]) && entry[1]['type'] === 'object',
  );
}

/** References to object definitions become the name of their interface; all others are replaced by their target. */
function named(library: SchemaLibrary, path: string, schema: Schema): Schema {
  const reference = schema['$ref'];
  if (typeof reference === 'string') return namedReference(library, path, schema);
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, namedValue(library, path, value)]));
}

function namedValue(library: SchemaLibrary, path: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => namedValue(library, path, item));
  return isSchema(value) ? named(library, path, value) : value;
}

function namedReference(library: SchemaLibrary, path: string, schema: Schema): Schema {
  const target = inlineReferences(library, path, schema);
  if (target['type'] !== 'object') return target;
  const [, pointer = ''] = String(schema['$ref']).split('#');
  return { description: target['description'], tsType: documentName(pointer.slice(pointer.lastIndexOf('/') + 1)) };
}

function documentName(definition: string): string {
  return `${pascalCase(definition)}Document`;
}

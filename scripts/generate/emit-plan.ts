import { inlineReferences } from './inline-references.ts';
import { type SchemaLibrary, schemaAt } from './load-schemas.ts';
import { schemaIn, withoutKeywords } from './schema.ts';
import { HEADER, literal } from './source-text.ts';

const PLAN = 'plan.schema.json';

/** The plan's schema, standing alone. What depends on a provider is in the schemas of the adapter that is loaded. */
export function emitPlanSchema(library: SchemaLibrary): string {
  const inlined = withoutKeywords(inlineReferences(library, PLAN, schemaAt(library, PLAN)), ['$defs']);
  return `${HEADER}\nexport const planSchema: object = ${literal(inlined)};\n`;
}

const VALUES = 'values.schema.json';

/** The schema of a file of values: what holds for every plan, and one of a value by the type of its input. */
export function emitValuesSchema(library: SchemaLibrary): string {
  const inlined = inlineReferences(library, VALUES, schemaAt(library, VALUES));
  const whole = `export const valuesSchema: object = ${literal(withoutKeywords(inlined, ['$defs']))};\n`;
  const byType = `export const inputValueSchemas: Readonly<Record<string, object>> = ${literal(schemaIn(inlined, '$defs'))};\n`;
  return `${HEADER}\n${whole}\n${byType}`;
}

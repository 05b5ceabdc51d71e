import { inlineReferences } from './inline-references.ts';
import { type SchemaLibrary, schemaAt } from './load-schemas.ts';
import { withoutKeywords } from './schema.ts';
import { HEADER, literal } from './source-text.ts';

const PLAN = 'plan.schema.json';

/** The plan's schema, standing alone. What depends on a provider is in the schemas of the adapter that is loaded. */
export function emitPlanSchema(library: SchemaLibrary): string {
  const inlined = withoutKeywords(inlineReferences(library, PLAN, schemaAt(library, PLAN)), ['$defs']);
  return `${HEADER}\nexport const planSchema: object = ${literal(inlined)};\n`;
}

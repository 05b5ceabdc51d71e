import { inlineReferences } from './inline-references.ts';
import { type SchemaLibrary, schemaAt } from './load-schemas.ts';
import { type Schema, schemaIn } from './schema.ts';

/** One provider's schemas, each standing alone. */
export interface ProviderSchemas {
  readonly provider: string;
  readonly operations: ReadonlyMap<string, Schema>;
  readonly kinds: ReadonlyMap<string, Schema>;
  /** A migration's own keys, by kind. */
  readonly options: ReadonlyMap<string, Schema>;
  readonly config: Schema;
}

/** Every folder of schemas that describes a provider's entry. */
export function listProviders(library: SchemaLibrary): readonly string[] {
  return [...library.keys()].flatMap((path) => /^([^/]+)\/provider\.schema\.json$/.exec(path)?.[1] ?? []);
}

/** Operations, kinds and options are recognized by their `x-waybill` binding, not by their file names. */
export function readProviderSchemas(library: SchemaLibrary, provider: string): ProviderSchemas {
  const operations = new Map<string, Schema>();
  const kinds = new Map<string, Schema>();
  const options = new Map<string, Schema>();
  for (const [path, document] of library) {
    const binding = schemaIn(document, 'x-waybill');
    if (binding['provider'] !== provider) continue;
    if (typeof binding['operation'] === 'string') operations.set(binding['operation'], readOperation(library, path));
    if (typeof binding['kind'] === 'string') kinds.set(binding['kind'], readWhole(library, path));
    if (typeof binding['options'] === 'string') options.set(binding['options'], readWhole(library, path));
  }
  return { provider, operations, kinds, options, config: readWhole(library, `${provider}/provider.schema.json`) };
}

function readOperation(library: SchemaLibrary, path: string): Schema {
  const { $id, title, description, 'x-waybill': binding, $defs } = schemaAt(library, path);
  const { request, response } = inlineReferences(library, path, { ...($defs as Schema) });
  return { $id, title, description, 'x-waybill': binding, $defs: { request, response } };
}

function readWhole(library: SchemaLibrary, path: string): Schema {
  return inlineReferences(library, path, schemaAt(library, path));
}

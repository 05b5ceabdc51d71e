import type { ProviderDefinition } from './provider.ts';
import { DeclarationBreach, ProviderDefectError } from './provider-defect.ts';

/** Finds the error to throw in place of what a schema's compiler throws. */
type Blame = (cause: unknown) => unknown;

const owners: WeakMap<object, Blame> = new WeakMap();

/** Notes who is to blame where a schema does not compile: schemas are compiled when they are first used. */
export function ownSchema(schema: object, blame: Blame): void {
  if (!owners.has(schema)) owners.set(schema, blame);
}

/** What is thrown where `schema` does not compile, because of `cause`. */
export function blameFor(schema: object, cause: unknown): unknown {
  return owners.get(schema)?.(cause) ?? cause;
}

/** Notes the schemas of a provider that the engine compiles. `provider`: how messages name it. */
export function nameSchemas(definition: ProviderDefinition, provider: string): void {
  const own = (place: string, schema: object | undefined): void => {
    if (schema !== undefined) ownSchema(schema, (cause) => brokenSchema(provider, place, cause));
  };
  const { configSchema, operations, kinds = {}, jobs = {}, listings = {} } = definition;
  own('configSchema', configSchema);
  for (const [name, { requestSchema }] of Object.entries(operations))
    own(`operations.${name}.requestSchema`, requestSchema);
  for (const [name, { withSchema, optionsSchema }] of Object.entries(kinds)) {
    own(`kinds.${name}.withSchema`, withSchema);
    own(`kinds.${name}.optionsSchema`, optionsSchema);
  }
  for (const [name, { inputSchema }] of Object.entries(jobs)) own(`jobs.${name}.inputSchema`, inputSchema);
  for (const [name, { argumentsSchema }] of Object.entries(listings))
    own(`listings.${name}.argumentsSchema`, argumentsSchema);
}

function brokenSchema(provider: string, place: string, cause: unknown): ProviderDefectError {
  const expected = 'a JSON Schema that compiles';
  return new ProviderDefectError(provider, place, new DeclarationBreach([{ place, expected, found: cause }]));
}

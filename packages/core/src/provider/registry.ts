import { checkDeclarations } from './check-declarations.ts';
import { completeProvider } from './complete-provider.ts';
import { guardPlanning } from './guard-provider.ts';
import type { Provider, ProviderDefinition } from './provider.ts';
import { DeclarationBreach, ProviderDefectError } from './provider-defect.ts';
import { nameProvider } from './provider-name.ts';
import { nameSchemas } from './schema-owners.ts';

/** The providers a program was built with, by `type`. */
export type ProviderRegistry = ReadonlyMap<string, Provider>;

/**
 * What a provider's pure functions throw by mistake names the provider, wherever they are called. `files`: by type, the file
 * that a provider was loaded from, which messages then name too.
 *
 * @throws ProviderDefectError when a provider declares something else than its contract says, or two have one type
 */
export function createRegistry(
  providers: readonly ProviderDefinition[],
  files: ReadonlyMap<string, string> = new Map(),
): ProviderRegistry {
  const registry = new Map<string, Provider>();
  for (const definition of providers) {
    const name = describeProvider(definition, files);
    checkDeclarations(definition, name);
    if (registry.has(definition.type))
      throw new ProviderDefectError(name, 'type', new DeclarationBreach([{ ...TAKEN, found: definition.type }]));
    nameSchemas(definition, name);
    const provider = guardPlanning(completeProvider(definition), name);
    nameProvider(provider, name);
    registry.set(definition.type, provider);
  }
  return registry;
}

const TAKEN = { place: 'type', expected: 'a type that no other of the providers has' };

function describeProvider({ type }: ProviderDefinition, files: ReadonlyMap<string, string>): string {
  const file = files.get(type);
  const name = type === '' ? 'without a type' : type;
  return file === undefined ? name : `${name} (${file})`;
}

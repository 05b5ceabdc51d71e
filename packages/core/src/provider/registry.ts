import { checkDeclarations } from './check-declarations.ts';
import { completeProvider } from './complete-provider.ts';
import { guardPlanning } from './guard-provider.ts';
import type { Provider, ProviderDefinition } from './provider.ts';
import { nameProvider } from './provider-name.ts';
import { nameSchemas } from './schema-owners.ts';

/** The providers a program was built with, by `type`. */
export type ProviderRegistry = ReadonlyMap<string, Provider>;

/**
 * What a provider's pure functions throw by mistake names the provider, wherever they are called. `files`: by type, the file
 * that a provider was loaded from, which messages then name too.
 *
 * @throws ProviderDefectError when a provider declares something else than its contract says
 */
export function createRegistry(
  providers: readonly ProviderDefinition[],
  files: ReadonlyMap<string, string> = new Map(),
): ProviderRegistry {
  return new Map(
    providers.map((definition) => {
      const name = describeProvider(definition, files);
      checkDeclarations(definition, name);
      nameSchemas(definition, name);
      const provider = guardPlanning(completeProvider(definition), name);
      nameProvider(provider, name);
      return [definition.type, provider];
    }),
  );
}

function describeProvider({ type }: ProviderDefinition, files: ReadonlyMap<string, string>): string {
  const file = files.get(type);
  const name = type === '' ? 'without a type' : type;
  return file === undefined ? name : `${name} (${file})`;
}

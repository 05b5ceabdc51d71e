import type { Provider } from './provider.ts';

/** The providers a program was built with, by `type`. */
export type ProviderRegistry = ReadonlyMap<string, Provider>;

export function createRegistry(providers: readonly Provider[]): ProviderRegistry {
  return new Map(providers.map((provider) => [provider.type, provider]));
}

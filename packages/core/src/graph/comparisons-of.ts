import type { KindInput } from '../provider/kind.ts';
import type { Provider } from '../provider/provider.ts';

/** The provider of an entry under `providers:`, by its alias. */
export type ProviderOfAlias = (alias: string) => Pick<Provider, 'comparison' | 'kinds'> | undefined;

/** How each connection of a plan is compared, as a kind asks for it. */
export function comparisonsOf(providerOf: ProviderOfAlias): NonNullable<KindInput['comparisonOf']> {
  return (alias) => providerOf(alias)?.comparison;
}

/** By the types of a plan's entries. */
export function providersByAlias(
  plan: { readonly providers: ReadonlyMap<string, { readonly type: string }> },
  providers: Pick<ReadonlyMap<string, Provider>, 'get'>,
): ProviderOfAlias {
  return (alias) => providers.get(plan.providers.get(alias)?.type ?? '');
}

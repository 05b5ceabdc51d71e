import { assertInvariant } from '../errors.ts';
import { completeProvider } from './complete-provider.ts';
import { guardPlanning } from './guard-provider.ts';
import type { Operation } from './operation.ts';
import type { Provider, ProviderDefinition } from './provider.ts';

/** The providers a program was built with, by `type`. */
export type ProviderRegistry = ReadonlyMap<string, Provider>;

/** What a provider's pure functions throw by mistake names the provider, wherever they are called. */
export function createRegistry(providers: readonly ProviderDefinition[]): ProviderRegistry {
  for (const { type, operations } of providers)
    for (const operation of Object.values(operations)) assertClaimable(type, operation);
  return new Map(providers.map((provider) => [provider.type, guardPlanning(completeProvider(provider))]));
}

/** A task that was looked up is claimed by its id, so that no two steps take the same one. */
function assertClaimable(type: string, { name, recovery, taskId, outputs }: Operation): void {
  if (recovery?.policy !== 'lookup') return;
  assertInvariant(
    taskId !== undefined && Object.values(outputs).includes(taskId),
    `provider ${type}: ${name} has recovery \`lookup\`, so it must declare as \`taskId\` which of its \`outputs\` is the task`,
  );
}

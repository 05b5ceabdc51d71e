import { assertInvariant } from '../errors.ts';
import { completeProvider } from './complete-provider.ts';
import { guardPlanning } from './guard-provider.ts';
import type { Kind } from './kind.ts';
import { takenOptionNames } from './migration-keys.ts';
import type { Operation } from './operation.ts';
import type { Provider, ProviderDefinition } from './provider.ts';

/** The providers a program was built with, by `type`. */
export type ProviderRegistry = ReadonlyMap<string, Provider>;

/** What a provider's pure functions throw by mistake names the provider, wherever they are called. */
export function createRegistry(providers: readonly ProviderDefinition[]): ProviderRegistry {
  for (const { type, operations, kinds = {} } of providers) {
    for (const operation of Object.values(operations)) assertClaimable(type, operation);
    for (const kind of Object.values(kinds)) assertOwnOptions(type, kind);
  }
  return new Map(providers.map((provider) => [provider.type, guardPlanning(completeProvider(provider))]));
}

/** A key that the plan language has never reaches a kind. */
function assertOwnOptions(type: string, kind: Kind): void {
  const taken = takenOptionNames(kind);
  assertInvariant(
    taken.length === 0,
    `provider ${type}: the kind ${kind.name} has options (${taken.join(', ')}) whose names mean something in every migration, so they need other names in its \`optionsSchema\``,
  );
}

/** A task that was looked up is claimed by its id, so that no two steps take the same one. */
function assertClaimable(type: string, { name, recovery, taskId, outputs }: Operation): void {
  if (recovery?.policy !== 'lookup') return;
  assertInvariant(
    taskId !== undefined && Object.values(outputs).includes(taskId),
    `provider ${type}: ${name} has recovery \`lookup\`, so it must declare as \`taskId\` which of its \`outputs\` is the task`,
  );
}

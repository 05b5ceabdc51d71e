import { identityOf } from '../provider/identity-of.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { ConnectionIdentity } from '../provider/session.ts';
import { collectReferences, type JsonObject, resolveValue, type Value } from '../value/value.ts';
import type { Plan, ProviderEntry } from './plan.ts';

/** By alias, as `plannedConnection` says it of each. */
export function plannedConnections(
  plan: Pick<Plan, 'providers'>,
  registry: ProviderRegistry,
): ReadonlyMap<string, ConnectionIdentity> {
  return ofEach(plan, registry, plannedConnection);
}

/** By alias, as `plannedIdentity` says it of each. */
export function plannedIdentities(
  plan: Pick<Plan, 'providers'>,
  registry: ProviderRegistry,
): ReadonlyMap<string, ConnectionIdentity> {
  return ofEach(plan, registry, plannedIdentity);
}

function ofEach(
  plan: Pick<Plan, 'providers'>,
  registry: ProviderRegistry,
  planned: typeof plannedConnection,
): ReadonlyMap<string, ConnectionIdentity> {
  return new Map(
    [...plan.providers.values()].flatMap((entry): [string, ConnectionIdentity][] => {
      const provider = registry.get(entry.type);
      return provider === undefined ? [] : [[entry.alias, planned(entry, provider)]];
    }),
  );
}

/**
 * Where an entry of a plan leads, as far as the plan itself says it: nothing is said where a part is a secret or is
 * invalid, which connecting reports. Pure.
 */
export function plannedConnection(entry: ProviderEntry, provider: Provider): ConnectionIdentity {
  return saidByPlan(entry, (config) => provider.connectionOf?.(config) ?? {});
}

/** The same of `identityOf`: what a run that continues, and a saved preview that is applied, are compared by. Pure. */
export function plannedIdentity(entry: ProviderEntry, provider: Provider): ConnectionIdentity {
  return saidByPlan(entry, (config) => identityOf(provider, config));
}

function saidByPlan({ config }: ProviderEntry, say: (config: JsonObject) => ConnectionIdentity): ConnectionIdentity {
  const entries = Object.entries(config);
  if (entries.some(([, value]) => hasReferences(value) && !isNested(value))) return {};
  const known = Object.fromEntries(entries.filter(([, value]) => !hasReferences(value)));
  try {
    return say(resolveValue(known, () => null) as JsonObject);
  } catch (error) {
    if (error instanceof ProviderError) return {};
    throw error;
  }
}

function hasReferences(value: Value): boolean {
  return collectReferences(value).length > 0;
}

/** Credentials and other groups of settings do not say where the entry leads. */
function isNested(value: Value): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

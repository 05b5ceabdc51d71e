import { MASK } from '../diagnostics/mask.ts';
import { identityOf } from '../provider/identity-of.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { ConnectionIdentity } from '../provider/session.ts';
import { collectReferences, type JsonObject, resolveValue, type Value } from '../value/value.ts';
import type { Plan, ProviderEntry } from './plan.ts';
import { isSecretKey } from './schema/is-secret-key.ts';

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
 * Where an entry of a plan leads, as far as the plan itself says it. Keys that the provider's schema marks as secret are left
 * aside; nothing is said where another part is a secret, or one is invalid, which connecting reports. Pure.
 */
export function plannedConnection(entry: ProviderEntry, provider: Provider): ConnectionIdentity {
  return saidByPlan(entry, provider, (config) => provider.connectionOf?.(config) ?? {});
}

/** The same of `identityOf`: what a run that continues, and a saved preview that is applied, are compared by. Pure. */
export function plannedIdentity(entry: ProviderEntry, provider: Provider): ConnectionIdentity {
  return saidByPlan(entry, provider, (config) => identityOf(provider, config));
}

/** Takes a secret's place, so that an entry is as complete as its provider wants it. */

function saidByPlan(
  { config }: ProviderEntry,
  { configSchema }: Provider,
  say: (config: JsonObject) => ConnectionIdentity,
): ConnectionIdentity {
  const entries = Object.entries(config).map(([key, value]): [string, Value] => [
    key,
    isSecretKey(key, configSchema) ? MASK : value,
  ]);
  if (entries.some(([, value]) => hasReferences(value) && !isNested(value))) return {};
  const known = Object.fromEntries(entries.filter(([, value]) => !hasReferences(value)));
  try {
    const said = say(resolveValue(known, () => null) as JsonObject);
    return Object.fromEntries(Object.entries(said).filter(([, text]) => !text.includes(MASK)));
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

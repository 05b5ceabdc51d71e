import type { ProviderRegistry } from '../../provider/registry.ts';
import { kindOf } from '../expand/find-recipe.ts';
import type { Plan, ProviderEntry } from '../plan.ts';

/**
 * The entries of a plan, and after them those connections of its migrations that it does not declare. One whose type nobody
 * provides is left out: the steps that are on it say so.
 */
export function withAddressed(
  plan: Pick<Plan, 'providers' | 'migrations'>,
  registry: ProviderRegistry,
): ReadonlyMap<string, ProviderEntry> {
  const entries = new Map(plan.providers);
  for (const migration of plan.migrations.values()) {
    const wanted = kindOf(plan, migration, registry)?.addressedConnections?.(migration.options) ?? {};
    for (const [alias, type] of Object.entries(wanted))
      if (registry.has(type) && !entries.has(alias))
        entries.set(alias, { alias, type, config: {}, limits: {}, polling: {}, isAddressed: true });
  }
  return entries;
}

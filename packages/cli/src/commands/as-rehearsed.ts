import type { Plan, ValueObject } from '@waybill/core';
import type { ProviderEntry } from '@waybill/core/internal';

/** Keys of a provider's entry that say how to reach and read the real vendor; a simulated one needs none of them. */
const OF_THE_REAL_VENDOR: readonly string[] = ['credentials', 'signing', 'iam_endpoint', 'statuses'];

/** The plan as it is, except for what a provider's entry says about credentials and the real vendor's own words. */
export function asRehearsed(plan: Plan): Plan {
  // The simulated account has one project, that of the plan; a plan of several projects is rehearsed in that one.
  const projects = new Set([...plan.providers.values()].flatMap(({ config }) => config['project_id'] ?? []));
  const removed = projects.size > 1 ? [...OF_THE_REAL_VENDOR, 'project_id'] : OF_THE_REAL_VENDOR;
  const providers = [...plan.providers].map(([alias, entry]): [string, ProviderEntry] => [
    alias,
    { ...entry, config: without(entry.config, removed) },
  ]);
  return { ...plan, providers: new Map(providers) };
}

function without(config: ValueObject, names: readonly string[]): ValueObject {
  return Object.fromEntries(Object.entries(config).filter(([name]) => !names.includes(name)));
}

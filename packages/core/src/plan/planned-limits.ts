import type { Limits } from '../provider/limits.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderEntry } from './plan.ts';

/** What holds for an entry of a plan: each limit that it declares, and the provider's own for the others. Pure. */
export function plannedLimits(entry: Pick<ProviderEntry, 'limits'>, provider: Pick<Provider, 'defaultLimits'>): Limits {
  return { ...provider.defaultLimits, ...entry.limits };
}

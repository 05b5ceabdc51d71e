import type { ProviderEntry } from '../plan/plan.ts';
import type { Limits } from '../provider/limits.ts';
import type { Provider } from '../provider/provider.ts';

/** A provider of the plan with the limits that hold for it. */
export interface PlannedProvider {
  readonly entry: ProviderEntry;
  readonly provider: Provider;
  readonly limits: Limits;
}

import type { PlannedProvider } from '../binding/planned-provider.ts';
import { formatRate } from '../plan/load/rate.ts';
import { plannedConnection } from '../plan/planned-connection.ts';
import { DEFAULT_SLICES } from '../provider/limits.ts';
import type { PreviewJob, PreviewProvider } from './preview.ts';

export function describeProviders(
  providers: ReadonlyMap<string, PlannedProvider>,
  jobs: readonly PreviewJob[],
): readonly PreviewProvider[] {
  const worked = new Set(jobs.flatMap(({ connections }) => connections.map(({ alias }) => alias)));
  return [...providers.values()].map((planned) => describeProvider(planned, worked));
}

/** The titles of the steps say where each has it from. */
const OF_EACH_UNIT: NonNullable<PreviewProvider['connection']> = { address: 'of each unit' };

function describeProvider({ entry, provider, limits }: PlannedProvider, worked: ReadonlySet<string>): PreviewProvider {
  return {
    alias: entry.alias,
    type: provider.type,
    version: provider.version,
    connection: entry.isAddressed === true ? OF_EACH_UNIT : plannedConnection(entry, provider),
    limits: {
      requests: formatRate(limits.requests),
      in_flight: limits.inFlight,
      active: limits.active ?? null,
      active_per_target: limits.activePerTarget ?? null,
      ...(worked.has(entry.alias) ? { slices: limits.slices ?? DEFAULT_SLICES } : {}),
    },
  };
}

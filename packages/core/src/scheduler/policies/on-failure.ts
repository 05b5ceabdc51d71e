import type { PolicyDefinition, PolicyWarning } from './policy.ts';

/** `on_failure: stop` of a migration: its first failed unit ends the run. */
export const onFailure: PolicyDefinition = {
  name: 'on_failure',
  create: () => ({
    stepEnded: ({ unit, status }) =>
      status === 'failed' && unit.unit.migration.onFailure === 'stop'
        ? `${unit.address} failed and its migration says on_failure: stop`
        : undefined,
  }),
  warn: ({ plan }) =>
    [...plan.migrations.values()]
      .filter((migration) => migration.onFailure === 'stop')
      .map(({ name }) => warning(name)),
};

function warning(migration: string): PolicyWarning {
  return {
    code: 'PREVIEW_STOPS_ON_FAILURE',
    summary: `one failed unit of ${migration} stops the whole run`,
    detail: `The migration says on_failure: stop, so units that do not depend on it wait for the next run too.`,
  };
}

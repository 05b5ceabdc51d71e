import type { PlannedProvider } from '../binding/planned-provider.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Migration, Plan } from '../plan/plan.ts';
import type { Provider } from '../provider/provider.ts';
import { defined } from '../value/defined.ts';
import type { Sliced } from '../value/sliced.ts';
import { describeImpacts } from './describe-impacts.ts';
import type { PreviewMigration } from './preview.ts';

/** The migrations of a plan in its order, each with what it means for those who use the data. */
export function* describeMigrations(
  plan: Plan,
  graph: Graph,
  providers: ReadonlyMap<string, PlannedProvider>,
): Sliced<readonly PreviewMigration[]> {
  const members = Map.groupBy(graph.units, ({ unit }) => unit.migration.name);
  const described: PreviewMigration[] = [];
  for (const migration of plan.migrations.values()) {
    const units = members.get(migration.name) ?? [];
    const provider = providers.get(migration.provider)?.provider;
    const impacts = yield* describeImpacts(plan, units, (alias) => providers.get(alias)?.provider);
    described.push({ ...describeMigration(migration, units, provider), ...lineOf(plan, migration), ...impacts });
  }
  return described;
}

function describeMigration(
  migration: Migration,
  units: readonly PlannedUnit[],
  provider: Provider | undefined,
): Omit<PreviewMigration, 'impact' | 'impacts' | 'line'> {
  const title = provider?.kinds[migration.recipe]?.title ?? provider?.operations[migration.recipe]?.title ?? '';
  return {
    name: migration.name,
    description: migration.description,
    uses: `${migration.provider}.${migration.recipe}`,
    title,
    labels: migration.labels,
    needs: migration.needs.map((need) => (need.key === undefined ? need.migration : `${need.migration}[${need.key}]`)),
    units: units.length,
    steps: units.reduce((sum, { shape }) => sum + shape.steps.length, 0),
    on_failure: migration.onFailure,
    example: units[0]?.address ?? '',
  };
}

function lineOf(plan: Plan, migration: Migration): { readonly line?: number } {
  const line = plan.source.locate(['migrations', migration.name], 'key')?.start.line;
  return defined({ line });
}

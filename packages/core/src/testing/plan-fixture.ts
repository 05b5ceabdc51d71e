import { buildGraph } from '../graph/build-graph.ts';
import type { Graph } from '../graph/graph.ts';
import { unitAddress } from '../plan/expand/unit-address.ts';
import type { DeclaredLimits, Migration, Plan, Unit } from '../plan/plan.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { defined } from '../value/defined.ts';
import type { ValueObject } from '../value/value.ts';

/** One migration of a plan built without text. */
export interface MigrationFixture {
  readonly name: string;
  readonly target: string;
  /**
   * Alias of the provider.
   *
   * @default `it`
   */
  readonly provider?: string;
  /** Names that it had, oldest first. */
  readonly formerly?: readonly string[];
  /** One unit for each key; absent: one unit without a key. */
  readonly keys?: readonly string[];
  /** Of keys that were renamed, those that the unit had, oldest first. */
  readonly formerKeys?: Readonly<Record<string, readonly string[]>>;
  /** Unit addresses, or `name[*]`. */
  readonly needs?: readonly string[];
  readonly with?: ValueObject;
  readonly labels?: Readonly<Record<string, string>>;
  readonly onFailure?: 'continue' | 'stop';
  readonly timeoutMs?: number;
  readonly maxAttempts?: number;
}

export interface PlanFixture {
  readonly plan: Plan;
  readonly graph: Graph;
}

export interface PlanFixtureOptions {
  readonly limits?: DeclaredLimits;
  readonly digest?: string;
  /** Connections of the same type beside `it`, and their limits. */
  readonly others?: Readonly<Record<string, DeclaredLimits>>;
}

/** A plan and its graph for engine tests; migrations use the provider with the alias `it`. Throws when the graph has a cycle. */
export function buildPlanFixture(
  migrations: readonly MigrationFixture[],
  registry: ProviderRegistry,
  options: PlanFixtureOptions = {},
): PlanFixture {
  const plan: Plan = {
    file: 'plan.yaml',
    name: 'fixture',
    description: '',
    inputs: {},
    secrets: new Map(),
    providers: new Map(
      Object.entries({ it: options.limits ?? {}, ...options.others }).map(([alias, limits]) => [
        alias,
        { alias, type: 'fake', config: alias === 'it' ? {} : { place: alias }, limits, polling: {} },
      ]),
    ),
    migrations: new Map(migrations.map((fixture) => [fixture.name, migrationOf(fixture)])),
    digest: options.digest ?? 'digest-1',
    sourceDigest: 'source-1',
    source: { file: 'plan.yaml', text: '', locate: () => undefined, takenOverAt: () => undefined, writtenIn: () => [] },
  };
  const units = migrations.flatMap((fixture) => unitsOf(fixture, plan));
  const { graph, diagnostics } = buildGraph(plan, units, registry);
  if (graph === undefined) throw new Error(diagnostics.map((diagnostic) => diagnostic.detail).join('\n'));
  return { plan, graph };
}

function migrationOf(fixture: MigrationFixture): Migration {
  return {
    name: fixture.name,
    ...defined({ formerly: fixture.formerly }),
    description: '',
    provider: fixture.provider ?? 'it',
    recipe: fixture.target,
    labels: fixture.labels ?? {},
    forEach: fixture.keys?.map((key) => ({ key, value: key })),
    needs: [],
    with: fixture.with ?? {},
    options: {},
    wait: true,
    timeoutMs: fixture.timeoutMs ?? 12 * 3_600_000,
    retry: {
      maxAttempts: fixture.maxAttempts ?? 6,
      initialIntervalMs: 1_000,
      backoffCoefficient: 2,
      maxIntervalMs: 60_000,
    },
    sharedTarget: undefined,
    onFailure: fixture.onFailure ?? 'continue',
  };
}

function unitsOf(fixture: MigrationFixture, plan: Plan): readonly Unit[] {
  const migration = plan.migrations.get(fixture.name);
  if (migration === undefined) return [];
  const entries = migration.forEach ?? [undefined];
  return entries.map((entry) => ({
    address: unitAddress(fixture.name, entry?.key),
    migration,
    entry,
    key: entry?.key,
    with: fixture.with ?? {},
    options: {},
    needs: fixture.needs ?? [],
    ...defined({ formerly: formerAddresses(fixture, entry?.key) }),
  }));
}

function formerAddresses({ name, formerKeys = {} }: MigrationFixture, key = ''): readonly string[] | undefined {
  return formerKeys[key]?.map((old) => unitAddress(name, old));
}

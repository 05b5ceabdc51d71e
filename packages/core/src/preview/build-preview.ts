import { bindPreview, digestWithUnits, type StateMark } from '../binding/bind-preview.ts';
import { findMovedConnectionsSliced } from '../binding/compare-connections.ts';
import type { PlannedProvider } from '../binding/planned-provider.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { assertInvariant } from '../errors.ts';
import type { Estimate } from '../estimate/estimate.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { traitsOf } from '../graph/steps/step-traits.ts';
import { type Checkpoint, EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import { formatRate } from '../plan/load/rate.ts';
import type { Migration, Plan } from '../plan/plan.ts';
import { plannedConnection, plannedIdentities } from '../plan/planned-connection.ts';
import { plannedLimits } from '../plan/planned-limits.ts';
import type { Preflight } from '../preflight/preflight.ts';
import { describeSelection, type Selection, selectAll } from '../progress/selection.ts';
import { DEFAULT_SLICES } from '../provider/limits.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { computeStandingSliced, type Standing } from '../standing/standing.ts';
import { defined } from '../value/defined.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';
import { approvalRounds } from './approval-rounds.ts';
import { buildSecrets, CheckCollector } from './build-checks.ts';
import { compareEditSliced } from './compare-edit.ts';
import { countOperations } from './count-operations.ts';
import { describeImpacts } from './describe-impacts.ts';
import { describeJobs } from './describe-jobs.ts';
import { findLongestChain } from './find-longest-chain.ts';
import { computeLowerBound } from './lower-bound.ts';
import { maskSecrets } from './mask-secrets.ts';
import { movedConnections } from './moved-connections.ts';
import {
  PREVIEW_FORMAT,
  type Preview,
  type PreviewMigration,
  type PreviewProvider,
  type PreviewState,
  type PreviewTotals,
  type PreviewWave,
} from './preview.ts';
import { type PreviewDetail, previewUnits } from './preview-units.ts';
import { collectWarnings } from './preview-warnings.ts';
import { waitTimeouts } from './wait-timeouts.ts';

/** Some milliseconds. */
const UNITS_PER_SLICE = 250;

export interface BuildPreviewOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  /** What the plan's state knows, when it was applied before. */
  readonly checkpoint?: Checkpoint;
  /** What compiling the plan found; its warnings are shown. */
  readonly diagnostics?: readonly Diagnostic[];
  /** @default `full` */
  readonly detail?: PreviewDetail;
  /**
   * What was asked beforehand.
   *
   * @default nothing was
   */
  readonly preflight?: Preflight;
  /** @default none was made */
  readonly estimate?: Estimate;
  /** Id of the plan's state, when there is one. */
  readonly stateId?: string;
  /**
   * The units that are meant.
   *
   * @default all
   */
  readonly selection?: Selection;
}

/**
 * What applying the plan would do. Pure and deterministic: the same plan, checkpoint, answers and estimate give the same
 * object.
 */
export function buildPreview(options: BuildPreviewOptions): Preview {
  return atOnce(buildPreviewSliced(options));
}

/** What `buildPreview` gives. Of a large plan it takes seconds: a process that has other things to do does it in slices. */
export function* buildPreviewSliced(options: BuildPreviewOptions): Sliced<Preview> {
  const { plan, graph, checkpoint, preflight, estimate } = options;
  const selection = options.selection ?? selectAll();
  const providers = planProviders(plan, options.registry);
  const connections = plannedIdentities(plan, options.registry);
  const standing = yield* computeStandingSliced(graph, checkpoint ?? EMPTY_CHECKPOINT);
  yield;
  const operations = yield* countOperations(graph, providers, { standing, isSelected: selection.includes });
  yield;
  const collector = new CheckCollector({ plan, standing, preflight, isSelected: selection.includes });
  const { units, problems, stepsDigest, digests } = yield* previewUnits(graph, providers, standing, {
    plan: plan.name,
    detail: options.detail ?? 'full',
    preflight,
    estimate,
    isSelected: selection.includes,
    alsoOf: (unit) => collector.addUnit(unit),
  });
  const state = markState(options);
  const selected = describeSelection(selection);
  const findings = preflight?.steps;
  const binding = yield* bindPreview({ plan, providers, state, selection: selected, stepsDigest, findings });
  const totals = yield* countTotals(plan, graph);
  const jobs = yield* describeJobs(graph, providers, checkpoint ?? EMPTY_CHECKPOINT);
  const worked = new Set(jobs.flatMap(({ connections: used }) => used.map(({ alias }) => alias)));
  yield;
  const chain = findLongestChain(graph);
  yield;
  const migrations = yield* describeMigrations(plan, graph, providers);
  yield;
  const moved = yield* findMovedConnectionsSliced(graph, checkpoint ?? EMPTY_CHECKPOINT, connections);
  const described = checkpoint === undefined ? undefined : yield* describeState(plan, graph, checkpoint, standing);
  const content: Omit<Preview, 'digest'> = {
    format_version: PREVIEW_FORMAT,
    kind: 'preview',
    plan: {
      name: plan.name,
      ...defined({ environment: plan.environment }),
      description: plan.description,
      digest: plan.digest,
      file: plan.file,
      inputs: maskSecrets(plan.inputs) as typeof plan.inputs,
    },
    binding,
    totals,
    providers: [...providers.values()].map((planned) => describeProvider(planned, worked)),
    secrets: buildSecrets(plan, preflight),
    checks: collector.checks,
    operations,
    ...(jobs.length === 0 ? {} : { jobs }),
    lower_bound: computeLowerBound(providers, operations),
    ...(estimate === undefined ? {} : { schedule: estimate.schedule }),
    waves: groupWaves(graph.units),
    longest_chain: chain,
    migrations,
    units,
    warnings: [
      ...collectWarnings({
        plan,
        diagnostics: options.diagnostics ?? [],
        problems,
        operations,
        secretFlaws: preflight?.secretFlaws ?? new Map(),
        credentialsEnd: preflight?.credentialsEnd ?? new Map(),
        p50Ms: estimate?.schedule.p50_ms,
      }),
      ...movedConnections(moved),
      ...waitTimeouts(estimate?.overdueWaits ?? []),
      ...approvalRounds({
        units: graph.units.filter(({ address }) => selection.includes(address)),
        providers,
        standing,
      }),
    ],
    ...(described === undefined ? {} : { state: described }),
  };
  yield;
  const { format_version, kind, ...rest } = content;
  const { units: _, ...all } = content;
  return { format_version, kind, digest: digestWithUnits(all, digests), ...rest };
}

function markState({ checkpoint, stateId }: BuildPreviewOptions): StateMark | undefined {
  return stateId === undefined ? undefined : { id: stateId, serial: checkpoint?.lastSeq ?? 0 };
}

function planProviders(plan: Plan, registry: ProviderRegistry): ReadonlyMap<string, PlannedProvider> {
  const planned = [...plan.providers.values()].map((entry): [string, PlannedProvider] => {
    const provider = registry.get(entry.type);
    assertInvariant(provider !== undefined, `the plan names known providers: ${entry.type}`);
    return [entry.alias, { entry, provider, limits: plannedLimits(entry, provider) }];
  });
  return new Map(planned);
}

function* countTotals(plan: Plan, graph: Graph): Sliced<PreviewTotals> {
  const counts = { effects: 0, checks: 0, waits: 0, gates: 0 };
  let [steps, jobs] = [0, 0];
  yield* eachSliced(graph.units, UNITS_PER_SLICE, ({ shape }) => {
    for (const step of shape.steps) {
      const traits = traitsOf(step);
      steps += 1;
      if (traits.hasEffect) counts.effects += 1;
      else if (traits.isAskedByPreflight) counts.checks += 1;
      else if (traits.waitsOutside) counts.waits += 1;
      else if (traits.needsApproval) counts.gates += 1;
      else if (traits.isOwnWork) jobs += 1;
    }
  });
  return {
    migrations: plan.migrations.size,
    units: graph.units.length,
    steps,
    ...counts,
    ...(jobs === 0 ? {} : { jobs }),
  };
}

function describeProvider({ entry, provider, limits }: PlannedProvider, worked: ReadonlySet<string>): PreviewProvider {
  return {
    alias: entry.alias,
    type: provider.type,
    version: provider.version,
    connection: plannedConnection(entry, provider),
    limits: {
      requests: formatRate(limits.requests),
      in_flight: limits.inFlight,
      active: limits.active ?? null,
      active_per_target: limits.activePerTarget ?? null,
      ...(worked.has(entry.alias) ? { slices: limits.slices ?? DEFAULT_SLICES } : {}),
    },
  };
}

function groupWaves(units: readonly PlannedUnit[]): readonly PreviewWave[] {
  const waves = new Map<number, { units: number; migrations: Set<string> }>();
  for (const { wave, unit } of units) {
    const group = waves.get(wave) ?? { units: 0, migrations: new Set() };
    group.units += 1;
    group.migrations.add(unit.migration.name);
    waves.set(wave, group);
  }
  const sorted = [...waves].toSorted(([left], [right]) => left - right);
  return sorted.map(([wave, group]) => ({ wave, units: group.units, migrations: [...group.migrations] }));
}

function* describeMigrations(
  plan: Plan,
  graph: Graph,
  providers: ReadonlyMap<string, PlannedProvider>,
): Sliced<readonly PreviewMigration[]> {
  const members = Map.groupBy(graph.units, ({ unit }) => unit.migration.name);
  const described: PreviewMigration[] = [];
  for (const migration of plan.migrations.values()) {
    const units = members.get(migration.name) ?? [];
    const provider = providers.get(migration.provider)?.provider;
    const impacts = yield* describeImpacts(plan, units, provider);
    described.push({ ...describeMigration(migration, units, provider), ...lineOf(plan, migration), ...impacts });
  }
  return described;
}

function describeMigration(
  migration: Migration,
  units: readonly PlannedUnit[],
  provider: Provider | undefined,
): Omit<PreviewMigration, 'impact' | 'impacts' | 'line'> {
  const title = provider?.kinds[migration.target]?.title ?? provider?.operations[migration.target]?.title ?? '';
  return {
    name: migration.name,
    description: migration.description,
    uses: `${migration.provider}.${migration.target}`,
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

function* describeState(plan: Plan, graph: Graph, checkpoint: Checkpoint, standing: Standing): Sliced<PreviewState> {
  const edit = yield* compareEditSliced(graph, plan.digest, checkpoint);
  let [done, left] = [0, 0];
  yield* eachSliced(graph.units, UNITS_PER_SLICE, ({ address, shape }) => {
    for (const { name } of shape.steps) {
      if (standing.step(`${address}.${name}`) === 'succeeded') done += 1;
      else left += 1;
    }
  });
  return {
    runs: checkpoint.runCount,
    steps_done: done,
    steps_left: left,
    is_same_plan: edit?.isSamePlan ?? true,
    steps_kept: edit?.keptCount ?? checkpoint.steps.size,
    accepted: edit?.accepted ?? [],
    steps_new: edit?.newCount ?? graph.stepCount - checkpoint.steps.size,
    changed: edit?.redo ?? [],
    orphaned: edit?.orphaned ?? [],
    ...(edit === undefined || edit.running.length === 0 ? {} : { running_orphans: edit.running }),
  };
}

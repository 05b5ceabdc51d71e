import { bindPreview, digestWithUnits, type UnitDigests } from '../binding/bind-preview.ts';
import type { PreviewBinding, PreviewPlan } from '../binding/binding.ts';
import { findMovedConnectionsSliced } from '../binding/compare-connections.ts';
import type { PlannedProvider } from '../binding/planned-provider.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { assertInvariant } from '../errors.ts';
import type { Estimate } from '../estimate/estimate.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { type Checkpoint, EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import type { Plan } from '../plan/plan.ts';
import { plannedIdentities } from '../plan/planned-connection.ts';
import { plannedLimits } from '../plan/planned-limits.ts';
import type { Preflight } from '../preflight/preflight.ts';
import { describeSelection, type Selection, selectAll } from '../progress/selection.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { traitsOf } from '../provider/steps/step-traits.ts';
import { computeStandingSliced, type Standing } from '../standing/standing.ts';
import { defined } from '../value/defined.ts';
import { nonEmpty } from '../value/non-empty.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';
import { approvalRounds } from './approval-rounds.ts';
import { buildSecrets, CheckCollector } from './build-checks.ts';
import { compareEditSliced } from './compare-edit.ts';
import { countOperations } from './count-operations.ts';
import { describeJobs } from './describe-jobs.ts';
import { describeMigrations } from './describe-migrations.ts';
import { describeProviders } from './describe-providers.ts';
import { findLongestChain } from './find-longest-chain.ts';
import { computeLowerBound } from './lower-bound.ts';
import { maskSecrets } from './mask-secrets.ts';
import { movedConnections } from './moved-connections.ts';
import {
  PREVIEW_FORMAT,
  type Preview,
  type PreviewLevel,
  type PreviewOperation,
  type PreviewState,
  type PreviewTotals,
  type PreviewWarning,
} from './preview.ts';
import { previewUnits } from './preview-units.ts';
import { collectWarnings } from './preview-warnings.ts';
import type { RequestProblem } from './request-previewer.ts';
import type { PreviewDetail } from './unit-previewer.ts';
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
  /**
   * The time, in milliseconds since 1970, by which windows are open or closed.
   *
   * @default nothing is said of closed windows
   */
  readonly nowMs?: number;
}

/**
 * What applying the plan would do. Pure and deterministic: the same plan, checkpoint, answers, estimate and time give the
 * same object.
 */
export function buildPreview(options: BuildPreviewOptions): Preview {
  return atOnce(buildPreviewSliced(options));
}

/** What `buildPreview` gives. Of a large plan it takes seconds: a process that has other things to do does it in slices. */
export function* buildPreviewSliced(options: BuildPreviewOptions): Sliced<Preview> {
  const sources = yield* readSources(options);
  const { plan, graph, providers, standing, checkpoint, preflight, estimate, isSelected } = sources;
  const operations = yield* countOperations(graph, providers, { standing, isSelected });
  yield;
  const checks = new CheckCollector({ plan, standing, preflight, isSelected });
  const { units, problems, stepsDigest, digests } = yield* previewUnits(graph, {
    plan: plan.name,
    providers,
    standing,
    preflight,
    estimate,
    isSelected,
    detail: options.detail ?? 'full',
    alsoOf: (unit) => checks.addUnit(unit),
  });
  const jobs = yield* describeJobs(graph, providers, checkpoint);
  const content: Omit<Preview, 'digest'> = {
    format_version: PREVIEW_FORMAT,
    kind: 'preview',
    plan: describePlan(plan),
    binding: yield* bindSources(sources, stepsDigest),
    totals: yield* countTotals(plan, graph),
    providers: describeProviders(providers, jobs),
    secrets: buildSecrets(plan, preflight),
    checks: checks.checks,
    operations,
    ...defined({ jobs: nonEmpty(jobs) }),
    lower_bound: computeLowerBound(providers, operations),
    ...defined({ schedule: estimate?.schedule }),
    levels: groupLevels(graph.units),
    longest_chain: yield* inOneSlice(() => findLongestChain(graph)),
    migrations: yield* describeMigrations(plan, graph, providers),
    units,
    warnings: yield* findWarnings(sources, { problems, operations }),
    ...defined({ state: yield* describeState(sources) }),
  };
  yield;
  return withDigest(content, digests);
}

/** What everything in a preview is made of. */
interface PreviewSources extends BuildPreviewOptions {
  readonly providers: ReadonlyMap<string, PlannedProvider>;
  readonly standing: Standing;
  readonly checkpoint: Checkpoint;
  readonly selection: Selection;
  readonly isSelected: Selection['includes'];
  readonly wasApplied: boolean;
}

function* readSources(options: BuildPreviewOptions): Sliced<PreviewSources> {
  const { plan, graph, registry, checkpoint = EMPTY_CHECKPOINT, selection = selectAll() } = options;
  const providers = planProviders(plan, registry);
  const standing = yield* computeStandingSliced(graph, checkpoint);
  yield;
  const wasApplied = options.checkpoint !== undefined;
  return { ...options, providers, standing, checkpoint, selection, isSelected: selection.includes, wasApplied };
}

function* inOneSlice<Result>(work: () => Result): Sliced<Result> {
  yield;
  const result = work();
  yield;
  return result;
}

function* bindSources(sources: PreviewSources, stepsDigest: string): Sliced<PreviewBinding> {
  const { plan, providers, preflight, selection, stateId, checkpoint } = sources;
  const state = stateId === undefined ? undefined : { id: stateId, serial: checkpoint.lastSeq };
  const selected = describeSelection(selection);
  return yield* bindPreview({ plan, providers, state, selection: selected, stepsDigest, findings: preflight?.steps });
}

function describePlan({ name, environment, description, digest, file, inputs }: Plan): PreviewPlan {
  const masked = maskSecrets(inputs) as typeof inputs;
  return { name, ...defined({ environment }), description, digest, file, inputs: masked };
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

function groupLevels(units: readonly PlannedUnit[]): readonly PreviewLevel[] {
  const levels = new Map<number, { units: number; migrations: Set<string> }>();
  for (const { level, unit } of units) {
    const group = levels.get(level) ?? { units: 0, migrations: new Set() };
    group.units += 1;
    group.migrations.add(unit.migration.name);
    levels.set(level, group);
  }
  const sorted = [...levels].toSorted(([left], [right]) => left - right);
  return sorted.map(([level, group]) => ({ level, units: group.units, migrations: [...group.migrations] }));
}

function isOver({ counts }: Standing): boolean {
  const { units } = counts;
  return units.pending + units.started + units.active + units.gated === 0;
}

function* findWarnings(
  sources: PreviewSources,
  found: { readonly problems: readonly RequestProblem[]; readonly operations: readonly PreviewOperation[] },
): Sliced<readonly PreviewWarning[]> {
  const { plan, graph, registry, providers, standing, checkpoint, preflight, estimate, isSelected } = sources;
  const moved = yield* findMovedConnectionsSliced(graph, checkpoint, plannedIdentities(plan, registry));
  return [
    ...collectWarnings({
      plan,
      graph,
      nowMs: isOver(standing) ? undefined : sources.nowMs,
      ...found,
      diagnostics: sources.diagnostics ?? [],
      secretFlaws: preflight?.secretFlaws ?? new Map(),
      credentialsEnd: preflight?.credentialsEnd ?? new Map(),
      p50Ms: estimate?.schedule.p50_ms,
    }),
    ...movedConnections(moved),
    ...waitTimeouts(estimate?.overdueWaits ?? []),
    ...approvalRounds({ units: graph.units.filter(({ address }) => isSelected(address)), providers, standing }),
  ];
}

/** Undefined for a plan that was never applied. */
function* describeState(sources: PreviewSources): Sliced<PreviewState | undefined> {
  const { plan, graph, checkpoint, standing, wasApplied } = sources;
  if (!wasApplied) return undefined;
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
    changed: edit?.changed ?? [],
    orphaned: edit?.orphaned ?? [],
    ...defined({ running_orphans: nonEmpty(edit?.running), implied: nonEmpty(edit?.implied) }),
  };
}

function withDigest(content: Omit<Preview, 'digest'>, digests: UnitDigests): Preview {
  const { format_version, kind, ...rest } = content;
  const { units: _, ...all } = content;
  return { format_version, kind, digest: digestWithUnits(all, digests), ...rest };
}

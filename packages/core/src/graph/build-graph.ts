import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { assertInvariant } from '../errors.ts';
import type { Plan, Unit } from '../plan/plan.ts';
import type { BlueprintProblem } from '../provider/blueprint.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { defined } from '../value/defined.ts';
import { atOnce, eachSliced, mapSliced, type Sliced } from '../value/sliced.ts';
import type { Graph, PlannedUnit } from './graph.ts';
import { firstMigrations, firstUnits, formerMigrations, formerUnits } from './graph-renames.ts';
import { BuiltUnits, LazyGraph, LazyUnit } from './lazy-graph.ts';
import { orderUnits, type UnitNode } from './order-units.ts';
import { createOutliner, type UnitOutline } from './outline-unit.ts';
import { UnitShapes } from './unit-shape.ts';

/** Some milliseconds. */
const UNITS_PER_SLICE = 10_000;

/**
 * Turns units into the graph of steps: every unit is outlined and units are ordered by their needs; a unit's steps are
 * built when they are first looked at. Pure. A cycle or a combination that cannot work is a diagnostic.
 */
export function buildGraph(plan: Plan, units: readonly Unit[], registry: ProviderRegistry): BuiltGraph {
  return atOnce(buildGraphSliced(plan, units, registry));
}

interface BuiltGraph {
  readonly graph: Graph | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What `buildGraph` does. */
export function* buildGraphSliced(plan: Plan, units: readonly Unit[], registry: ProviderRegistry): Sliced<BuiltGraph> {
  const outlined = yield* outlineUnits(plan, units, registry);
  const diagnostics = outlined.problems.map((problem) => problemDiagnostic(plan, problem));
  const order = orderUnits(outlined.nodes);
  yield;
  if (order.kind === 'cycle')
    return { graph: undefined, diagnostics: [...diagnostics, cycleDiagnostic(plan, order.cycle)] };
  const first = { migrations: firstMigrations(plan), units: firstUnits(units) };
  const source = { plan, registry, first, built: new BuiltUnits(), shapes: new UnitShapes() };
  const planned = yield* mapSliced(order.sorted, UNITS_PER_SLICE, (index): PlannedUnit => {
    const unit = units[index];
    const place = {
      level: order.levels[index] ?? 0,
      length: outlined.nodes[index]?.length ?? 0,
      heightAfter: order.heights[index] ?? 0,
    };
    assertInvariant(unit !== undefined, 'the order has the indexes of the units');
    return new LazyUnit(unit, place, source);
  });
  const former = { migrations: formerMigrations(plan), units: formerUnits(units), steps: outlined.formerSteps };
  return { graph: new LazyGraph(planned, outlined.stepCount, former), diagnostics };
}

interface OutlinedUnits {
  readonly nodes: readonly UnitNode[];
  readonly stepCount: number;
  readonly formerSteps: ReadonlySet<string>;
  readonly problems: readonly CountedProblem[];
}

function* outlineUnits(plan: Plan, units: readonly Unit[], registry: ProviderRegistry): Sliced<OutlinedUnits> {
  const outlineOf = createOutliner(plan, registry);
  const nodes: UnitNode[] = [];
  const problems = new Map<string, CountedProblem>();
  const formerSteps = new Set<string>();
  let stepCount = 0;
  yield* eachSliced(units, UNITS_PER_SLICE, (unit) => {
    const outline = outlineOf(unit);
    nodes.push({
      address: unit.address,
      migration: unit.migration.name,
      needs: unit.needs,
      length: outline.length,
    });
    stepCount += outline.stepCount;
    for (const name of outline.formerSteps) formerSteps.add(name);
    countProblems(unit, outline, problems);
  });
  return { nodes, stepCount, formerSteps, problems: [...problems.values()] };
}

interface CountedProblem {
  readonly problem: BlueprintProblem;
  readonly path: readonly string[];
  count: number;
}

/** Many units often share the very same finding, so each text is reported once, with a count. */
function countProblems(unit: Unit, outline: UnitOutline, found: Map<string, CountedProblem>): void {
  for (const problem of outline.problems) {
    const path = ['migrations', unit.migration.name, ...problem.path];
    const key = `${path.join('.')}\n${problem.summary}\n${problem.detail}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { problem, path, count: 1 });
    else known.count += 1;
  }
}

function problemDiagnostic(plan: Plan, { problem, path, count }: CountedProblem): Diagnostic {
  const { severity, summary, detail, hint } = problem;
  const range = plan.source.locate(path);
  return {
    severity,
    code: 'PLAN_KIND_PROBLEM',
    summary,
    detail: count === 1 ? detail : `${detail} (In ${count} units.)`,
    file: plan.file,
    path: path.join('.'),
    ...defined({ hint, range }),
  };
}

function cycleDiagnostic(plan: Plan, cycle: readonly string[]): Diagnostic {
  const first = cycle[0] ?? '';
  const migration = first.replace(/\[.*$/s, '');
  const range = plan.source.locate(['migrations', migration, 'needs']);
  return {
    severity: 'error',
    code: 'GRAPH_CYCLE',
    summary: 'dependency cycle between units',
    detail: `No order satisfies these needs: ${[...cycle, first].join(' needs ')}.`,
    hint: 'Remove one of these needs, or the reference to an output that implies it.',
    file: plan.file,
    path: `migrations.${migration}.needs`,
    ...defined({ range }),
  };
}

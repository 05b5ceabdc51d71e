import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { assertInvariant } from '../errors.ts';
import type { Plan, Unit } from '../plan/plan.ts';
import type { Blueprint, StepBlueprint } from '../provider/provider.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import { blueprintUnit } from './blueprint-unit.ts';
import type { Graph, PlannedUnit, Step } from './graph.ts';
import { orderUnits, type UnitNode, type UnitOrder } from './order-units.ts';

/**
 * Turns units into the graph of steps: every unit becomes a blueprint, units are ordered by their needs, and each step
 * gets its address and height. Pure. A cycle or a combination that cannot work is a diagnostic.
 */
export function buildGraph(
  plan: Plan,
  units: readonly Unit[],
  registry: ProviderRegistry,
): { readonly graph: Graph | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const blueprints = units.map((unit) => blueprintUnit(plan, unit, registry));
  const diagnostics = problemDiagnostics(plan, units, blueprints);
  const order = orderUnits(units.map((unit, index) => unitNode(unit, blueprints[index])));
  if (order.kind === 'cycle')
    return { graph: undefined, diagnostics: [...diagnostics, cycleDiagnostic(plan, order.cycle)] };
  const planned = order.sorted.map((index) => plannedUnit(index, units, blueprints, order));
  return { graph: assembleGraph(planned), diagnostics };
}

function unitNode(unit: Unit, blueprint: Blueprint | undefined): UnitNode {
  assertInvariant(blueprint !== undefined, 'every unit has a blueprint');
  return {
    address: unit.address,
    migration: unit.migration.name,
    needs: unit.needs,
    length: longestChain(blueprint.steps),
  };
}

/** A few units often share the very same finding, so each text is reported once, with a count. */
function problemDiagnostics(plan: Plan, units: readonly Unit[], blueprints: readonly Blueprint[]): Diagnostic[] {
  const found = new Map<string, { diagnostic: Diagnostic; count: number }>();
  for (const [index, blueprint] of blueprints.entries()) {
    const unit = units[index];
    for (const problem of blueprint.problems ?? []) {
      assertInvariant(unit !== undefined, 'every blueprint has a unit');
      const path = ['migrations', unit.migration.name, ...problem.path];
      const key = `${path.join('.')}\n${problem.summary}\n${problem.detail}`;
      const known = found.get(key);
      if (known !== undefined) known.count += 1;
      else {
        const range = plan.source.locate(path);
        const diagnostic: Diagnostic = {
          severity: problem.severity,
          code: 'PLAN_KIND_PROBLEM',
          summary: problem.summary,
          detail: problem.detail,
          file: plan.file,
          path: path.join('.'),
          ...(problem.hint === undefined ? {} : { hint: problem.hint }),
          ...(range === undefined ? {} : { range }),
        };
        found.set(key, { diagnostic, count: 1 });
      }
    }
  }
  return [...found.values()].map(({ diagnostic, count }) =>
    count === 1 ? diagnostic : { ...diagnostic, detail: `${diagnostic.detail} (In ${count} units.)` },
  );
}

function cycleDiagnostic(plan: Plan, cycle: readonly string[]): Diagnostic {
  const first = cycle[0] ?? '';
  const migration = first.replace(/\[.*$/s, '');
  const range = plan.source.locate(['migrations', migration, 'needs']);
  return {
    severity: 'error',
    code: 'GRAPH_CYCLE',
    summary: 'units wait for each other in a circle',
    detail: `No order satisfies these needs: ${[...cycle, first].join(' needs ')}.`,
    hint: 'Remove one of these needs, or the reference to an output that implies it.',
    file: plan.file,
    path: `migrations.${migration}.needs`,
    ...(range === undefined ? {} : { range }),
  };
}

function plannedUnit(
  index: number,
  units: readonly Unit[],
  blueprints: readonly Blueprint[],
  order: Extract<UnitOrder, { kind: 'sorted' }>,
): PlannedUnit {
  const unit = units[index];
  const blueprint = blueprints[index];
  assertInvariant(unit !== undefined && blueprint !== undefined, 'the order names units that exist');
  return {
    address: unit.address,
    unit,
    steps: buildSteps(unit, blueprint, order.heights[index] ?? 0),
    outputs: blueprint.outputs,
    activity: blueprint.activity,
    needs: unit.needs,
    wave: order.waves[index] ?? 0,
  };
}

function buildSteps(unit: Unit, blueprint: Blueprint, heightAfterUnit: number): readonly Step[] {
  const needsByName = resolveNeeds(blueprint.steps);
  const heights = stepHeights(blueprint.steps, needsByName);
  return blueprint.steps.map((step) => {
    const needs = needsByName.get(step.name) ?? [];
    const base = {
      address: `${unit.address}.${step.name}`,
      name: step.name,
      unit: unit.address,
      provider: unit.migration.provider,
      title: step.title,
      needs: needs.map((name) => `${unit.address}.${name}`),
      always: step.always ?? false,
      height: (heights.get(step.name) ?? 1) + heightAfterUnit,
    };
    switch (step.kind) {
      case 'call':
        return { ...base, kind: 'call', operation: step.operation, arguments: step.arguments };
      case 'await':
        return { ...base, kind: 'await', poll: step.poll, goal: step.goal, arguments: step.arguments };
      case 'check':
        return { ...base, kind: 'check', operation: step.operation, arguments: step.arguments, check: step.check };
      case 'gate':
        return { ...base, kind: 'gate', instruction: step.instruction };
    }
  });
}

/** Names of the steps that each step needs; a step that names none needs the one before it. */
function resolveNeeds(steps: readonly StepBlueprint[]): ReadonlyMap<string, readonly string[]> {
  const resolved = new Map<string, readonly string[]>();
  for (const [index, step] of steps.entries()) {
    const previous = steps[index - 1];
    const needs = step.needs ?? (previous === undefined ? [] : [previous.name]);
    assertInvariant(!resolved.has(step.name), `step names are unique in a unit: ${step.name}`);
    for (const need of needs)
      assertInvariant(resolved.has(need), `step ${step.name} needs an earlier step, not ${need}`);
    resolved.set(step.name, needs);
  }
  return resolved;
}

/** Steps needing a step come later in a blueprint, so one pass from the end gives the longest path to an end. */
function stepHeights(
  steps: readonly StepBlueprint[],
  needsByName: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const heights = new Map<string, number>();
  for (const step of steps.toReversed()) {
    const own = heights.get(step.name) ?? 1;
    heights.set(step.name, own);
    for (const need of needsByName.get(step.name) ?? []) heights.set(need, Math.max(heights.get(need) ?? 1, own + 1));
  }
  return heights;
}

function longestChain(steps: readonly StepBlueprint[]): number {
  return Math.max(0, ...stepHeights(steps, resolveNeeds(steps)).values());
}

function assembleGraph(units: readonly PlannedUnit[]): Graph {
  const steps = units.flatMap((unit) => unit.steps);
  return {
    units,
    steps,
    stepsByAddress: new Map(steps.map((step) => [step.address, step])),
    unitsByAddress: new Map(units.map((unit) => [unit.address, unit])),
  };
}

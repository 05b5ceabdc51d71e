import { suggest } from '../diagnostics/suggest.ts';
import { WaybillError } from '../errors.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { groupDependents } from '../graph/group-dependents.ts';
import { matchLabel } from '../graph/match-label.ts';
import { formerUnitAddresses } from '../plan/expand/unit-address.ts';
import { type Selection, selectAll } from '../progress/selection.ts';
import { matchAddress } from '../value/match-address.ts';

export interface SelectOptions {
  /**
   * Patterns of what is meant: a unit (`orders[orders-2024]`), a migration (`orders`), either with `*` for any text, or
   * a label (`team=shop`, `team=*`).
   *
   * @default everything
   */
  readonly target?: readonly string[];
  /** Patterns of what is left out, in the same form. */
  readonly exclude?: readonly string[];
}

/** A pattern that names nothing in the plan. Nothing was done. */
export class NothingSelectedError extends WaybillError {
  constructor(option: string, pattern: string, hint: string) {
    super('RUN_SELECTION_EMPTY', `${option} ${pattern} matches nothing in the plan.`, { hint });
  }
}

/**
 * The units that are meant. What a target needs comes with it, whatever patterns say of that; what needs an excluded
 * unit is left out with it.
 *
 * @throws NothingSelectedError for a pattern that names nothing
 */
export function selectUnits(graph: Graph, options: SelectOptions): Selection {
  const target = options.target ?? [];
  const exclude = options.exclude ?? [];
  if (target.length === 0 && exclude.length === 0) return selectAll();
  const excluded = withDependents(graph, findUnits(graph, exclude, '--exclude'));
  const wanted = target.length === 0 ? graph.units : findUnits(graph, target, '--target');
  const remaining = wanted.filter(({ address }) => !excluded.has(address));
  const chosen = target.length === 0 ? new Set(remaining.map(({ address }) => address)) : withNeeds(graph, remaining);
  if (chosen.size === 0)
    throw new NothingSelectedError('--exclude', exclude.join(', '), 'Nothing is left to do: everything is left out.');
  return {
    target,
    exclude,
    leftOutCount: graph.units.length - chosen.size,
    includes: (unit) => chosen.has(unit),
  };
}

/**
 * The units that patterns name, without what they need.
 *
 * @throws NothingSelectedError for a pattern that names nothing
 */
export function findUnits(graph: Graph, patterns: readonly string[], option: string): readonly PlannedUnit[] {
  const found = new Set<PlannedUnit>();
  for (const pattern of patterns) {
    const matches = matchPattern(pattern);
    const units = graph.units.filter(matches);
    if (units.length === 0) throw new NothingSelectedError(option, pattern, hintFor(pattern, graph));
    for (const unit of units) found.add(unit);
  }
  return [...found];
}

function matchPattern(pattern: string): (unit: PlannedUnit) => boolean {
  const label = /^([^=[\]]+)=(.*)$/s.exec(pattern);
  if (label !== null) {
    const [, name = '', value = ''] = label;
    return matchLabel(name, value);
  }
  const matches = matchAddress(pattern);
  return ({ address, unit }) => {
    const { name, formerly = [] } = unit.migration;
    return [address, name, ...formerly].some(matches) || formerUnitAddresses(unit).some(matches);
  };
}

function hintFor(pattern: string, graph: Graph): string {
  const step = graph.stepsByAddress.get(pattern);
  if (step !== undefined) return `${pattern} is a step, but only units can be selected: name ${step.unit}.`;
  const migrations = [...new Set(graph.units.map(({ unit }) => unit.migration))];
  const labels = migrations.flatMap(({ labels: own }) =>
    Object.entries(own).map(([name, value]) => `${name}=${value}`),
  );
  const names = [...migrations.map(({ name }) => name), ...graph.unitsByAddress.keys(), ...new Set(labels)];
  const near = suggest(pattern, names);
  return near === undefined ? 'Name a unit, a migration or a label=value of the plan.' : `Did you mean ${near}?`;
}

/** Everything that the given units need, directly or not, and the units themselves. */
function withNeeds(graph: Graph, units: readonly PlannedUnit[]): ReadonlySet<string> {
  const members = Map.groupBy(graph.units, ({ unit }) => unit.migration.name);
  const chosen = new Set(units.map(({ address }) => address));
  const seenGroups = new Set<string>();
  const open = [...units];
  const add = (unit: PlannedUnit | undefined): void => {
    if (unit === undefined || chosen.has(unit.address)) return;
    chosen.add(unit.address);
    open.push(unit);
  };
  for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
    for (const need of unit.needs) {
      if (!need.endsWith('[*]')) add(graph.unitsByAddress.get(need));
      else if (!seenGroups.has(need)) {
        seenGroups.add(need);
        for (const member of members.get(need.slice(0, -3)) ?? []) add(member);
      }
    }
  }
  return chosen;
}

/** Everything that needs the given units, directly or not, and the units themselves. */
function withDependents(graph: Graph, units: readonly PlannedUnit[]): ReadonlySet<string> {
  const dependents = groupDependents(graph);
  const found = new Set(units.map(({ address }) => address));
  const open = [...units];
  for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
    const group = `${unit.unit.migration.name}[*]`;
    for (const dependent of [...(dependents.get(unit.address) ?? []), ...(dependents.get(group) ?? [])]) {
      if (found.has(dependent.address)) continue;
      found.add(dependent.address);
      open.push(dependent);
    }
    dependents.delete(group);
  }
  return found;
}

import type { PlannedUnit } from '../graph/graph.ts';
import type { Plan } from '../plan/plan.ts';
import { connectionsOf } from '../provider/steps/step-traits.ts';
import type { PreflightScope } from './preflight-scope.ts';

/**
 * Tells whether something that is not done yet, on the same type of provider, comes before a unit: what the unit will
 * find is then not what is there now. One pass over the units, whose order puts every unit after those it needs.
 */
export function findForerunners({ plan, graph, standing }: PreflightScope): (unit: PlannedUnit) => boolean {
  /** By unit address or `orders[*]`: types of providers that unfinished units change up to and including it. */
  const upTo = new Map<string, ReadonlySet<string>>();
  const waiting = new Set<string>();
  for (const unit of graph.units) {
    const types = typesOf(unit, plan);
    const before = unit.needs.reduce((types, need) => union(types, upTo.get(need)), NONE);
    if (!before.isDisjointFrom(types)) waiting.add(unit.address);
    const isDone = standing.unit(unit.address) === 'succeeded';
    const after = isDone ? before : union(before, types);
    const group = `${unit.unit.migration.name}[*]`;
    upTo.set(unit.address, after);
    upTo.set(group, union(after, upTo.get(group)));
  }
  return (unit) => waiting.has(unit.address);
}

const NONE: ReadonlySet<string> = new Set();

/** One of the two where it holds the other, so that very many units share few sets. */
function union(left: ReadonlySet<string>, right: ReadonlySet<string> = NONE): ReadonlySet<string> {
  if (right.isSubsetOf(left)) return left;
  return left.isSubsetOf(right) ? right : left.union(right);
}

function typesOf({ steps }: PlannedUnit, plan: Plan): ReadonlySet<string> {
  return new Set(steps.flatMap(connectionsOf).map((alias) => plan.providers.get(alias)?.type ?? ''));
}

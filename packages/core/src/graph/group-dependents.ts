import type { Graph, PlannedUnit } from './graph.ts';

/** The units that need something, by what they need: the address of a unit, or `orders[*]` for all of a migration. */
export function groupDependents(graph: Graph): Map<string, PlannedUnit[]> {
  const dependents = new Map<string, PlannedUnit[]>();
  for (const unit of graph.units) {
    for (const need of unit.needs) {
      const known = dependents.get(need);
      if (known === undefined) dependents.set(need, [unit]);
      else known.push(unit);
    }
  }
  return dependents;
}

import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { groupDependents } from '../graph/group-dependents.ts';
import type { PreviewChain } from './preview.ts';

/** Follows the heights from the highest unit to the end of its chain. */
export function findLongestChain(graph: Graph): PreviewChain {
  let unit = highest(graph.units);
  if (unit === undefined) return { steps: 0, units: [] };
  const steps = unit.height;
  const dependents = groupDependents(graph);
  const chain: string[] = [];
  while (unit !== undefined) {
    chain.push(unit.address);
    const after = [
      ...(dependents.get(unit.address) ?? []),
      ...(dependents.get(`${unit.unit.migration.name}[*]`) ?? []),
    ];
    unit = highest(after);
  }
  return { steps, units: chain };
}

function highest(units: readonly PlannedUnit[]): PlannedUnit | undefined {
  return units.reduce<PlannedUnit | undefined>(
    (best, unit) => (best === undefined || unit.height > best.height ? unit : best),
    undefined,
  );
}

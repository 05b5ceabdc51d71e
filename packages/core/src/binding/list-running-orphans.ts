import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { possibleTaskIds } from '../journal/possible-task-ids.ts';
import { hasOpenTask } from '../progress/has-open-task.ts';

/** A unit that left the plan while its task ran: the task may run on at the vendor, and no run waits for it. */
export interface RunningOrphan {
  readonly unit: string;
  /** Ids that the journal has of it: that of the task first. */
  readonly task_ids: readonly string[];
}

/**
 * Units that left the plan, such as rows that were removed from an inventory, whose task may be running. Between which steps
 * it runs is known by the other units of their migration: of a migration that is gone as a whole, nothing says it.
 */
export function listRunningOrphans(
  orphaned: readonly string[],
  graph: Graph,
  checkpoint: Pick<Checkpoint, 'steps' | 'decisions'>,
): readonly RunningOrphan[] {
  const left = Map.groupBy(orphaned, (step) => step.slice(0, step.lastIndexOf('.')));
  const shapes = findShapes(new Set([...left.keys()].map(migrationOf)), graph);
  return [...left].flatMap(([unit, steps]): readonly RunningOrphan[] => {
    const shape = shapes.get(migrationOf(unit));
    if (graph.unitsByAddress.has(unit) || shape === undefined) return [];
    if (!hasOpenTask({ address: unit, shape }, checkpoint)) return [];
    const ids = steps.flatMap((step) => possibleTaskIds(checkpoint.steps.get(step)?.outputs ?? {}));
    return [{ unit, task_ids: [...new Set(ids)] }];
  });
}

/** Of one unit of each migration that is still in the plan. */
function findShapes(migrations: ReadonlySet<string>, graph: Graph): ReadonlyMap<string, PlannedUnit['shape']> {
  const found = new Map<string, PlannedUnit['shape']>();
  for (const { unit, shape } of migrations.size === 0 ? [] : graph.units) {
    const { name } = unit.migration;
    if (migrations.has(name) && !found.has(name)) found.set(name, shape);
    if (found.size === migrations.size) break;
  }
  return found;
}

function migrationOf(unit: string): string {
  return unit.split('[', 1)[0] ?? unit;
}

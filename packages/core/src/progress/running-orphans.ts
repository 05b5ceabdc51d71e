import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { possibleTaskIds } from '../journal/possible-task-ids.ts';
import { unitOfStep } from '../journal/unit-of-step.ts';
import { parseUnitAddress } from '../plan/expand/unit-address.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';
import type { Value } from '../value/value.ts';
import { hasOpenTask } from './has-open-task.ts';

/** Some milliseconds of work. */
const STEPS_PER_SLICE = 1_000;

/** Units of a migration whose targets are compared: with as many equal ones, a unit that left had the same. */
const TARGETS_COMPARED = 50;

/** A unit that left the plan while its task ran: the task may run on at the vendor, and no run waits for it. */
export interface RunningOrphan {
  readonly unit: string;
  /** Ids that the journal has of it: that of the task first. */
  readonly task_ids: readonly string[];
}

/** The place of `active` that such a task has, until an operator gives its unit up or puts it back. */
export interface OrphanPlace {
  readonly unit: string;
  /** Alias of the provider whose place it is. */
  readonly connection: string;
  /** That of the other units of its migration; undefined where they have several, and nothing says which one it is. */
  readonly target: Value | undefined;
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
  const found = findOrphans(orphaned, graph, checkpoint);
  return found.map(({ unit, steps }) => {
    const ids = steps.flatMap((step) => possibleTaskIds(checkpoint.steps.get(step)?.outputs ?? {}));
    return { unit, task_ids: [...new Set(ids)] };
  });
}

/**
 * Migrations that left the plan as a whole after one of their calls was sent, by name: nothing shows whether a task of theirs
 * runs, and it has no place.
 */
export function goneMigrations(
  orphaned: readonly string[],
  graph: Graph,
  { steps, decisions }: Pick<Checkpoint, 'steps' | 'decisions'>,
): readonly string[] {
  const sent = orphaned.filter((step) => (steps.get(step)?.intendedAtMs ?? 0) > 0 && !decisions.has(unitOfStep(step)));
  const names = new Set(sent.map((step) => migrationOf(unitOfStep(step))));
  const planned = new Set(names.size === 0 ? [] : graph.units.map(({ unit }) => unit.migration.name));
  return [...names].filter((name) => !planned.has(name));
}

/** The places that units which left the plan have. */
export function orphanPlaces(
  graph: Graph,
  checkpoint: Pick<Checkpoint, 'steps' | 'decisions'>,
): readonly OrphanPlace[] {
  return atOnce(orphanPlacesSliced(graph, checkpoint));
}

/** What `orphanPlaces` gives. */
export function* orphanPlacesSliced(
  graph: Graph,
  checkpoint: Pick<Checkpoint, 'steps' | 'decisions'>,
): Sliced<readonly OrphanPlace[]> {
  const orphaned: string[] = [];
  yield* eachSliced(checkpoint.steps.keys(), STEPS_PER_SLICE, (step) => {
    if (!graph.unitsByAddress.has(unitOfStep(step))) orphaned.push(step);
  });
  const targets = new Map<string, Value | undefined>();
  return findOrphans(orphaned, graph, checkpoint).map(({ unit, connection }) => {
    const name = migrationOf(unit);
    if (!targets.has(name)) targets.set(name, commonTarget(name, graph));
    return { unit, connection, target: targets.get(name) };
  });
}

interface FoundOrphan {
  readonly unit: string;
  readonly connection: string;
  /** Those that are recorded. */
  readonly steps: readonly string[];
}

function findOrphans(
  orphaned: readonly string[],
  graph: Graph,
  checkpoint: Pick<Checkpoint, 'steps' | 'decisions'>,
): readonly FoundOrphan[] {
  const left = Map.groupBy(orphaned, unitOfStep);
  const shapes = findShapes(new Set([...left.keys()].map(migrationOf)), graph);
  return [...left].flatMap(([unit, steps]): readonly FoundOrphan[] => {
    const shape = shapes.get(migrationOf(unit));
    if (graph.unitsByAddress.has(unit) || shape?.activity === undefined) return [];
    if (!hasOpenTask({ address: unit, shape }, checkpoint)) return [];
    return [{ unit, connection: shape.activity.connection, steps }];
  });
}

/** Of one unit of each migration that is still in the plan. The shape of no other is asked for: it would be made for that. */
function findShapes(migrations: ReadonlySet<string>, graph: Graph): ReadonlyMap<string, PlannedUnit['shape']> {
  const found = new Map<string, PlannedUnit['shape']>();
  for (const planned of migrations.size === 0 ? [] : graph.units) {
    const { name } = planned.unit.migration;
    if (migrations.has(name) && !found.has(name)) found.set(name, planned.shape);
    if (found.size === migrations.size) break;
  }
  return found;
}

function commonTarget(migration: string, { units }: Graph): Value | undefined {
  let common: Value | undefined;
  let compared = 0;
  for (const planned of units) {
    if (planned.unit.migration.name !== migration) continue;
    const target = planned.activity?.target;
    if (target === undefined) return undefined;
    if (compared > 0 && JSON.stringify(target) !== JSON.stringify(common)) return undefined;
    common = target;
    compared += 1;
    if (compared === TARGETS_COMPARED) break;
  }
  return common;
}

function migrationOf(unit: string): string {
  return parseUnitAddress(unit).migration;
}

import { type Comparison, compareWithCheckpointSliced } from '../binding/compare-with-checkpoint.ts';
import type { Graph } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { unitOfStep } from '../journal/unit-of-step.ts';
import { impliedSteps } from '../progress/implied-steps.ts';
import { recordedStatuses } from '../progress/recorded-statuses.ts';
import { goneMigrations, listRunningOrphans, type RunningOrphan } from '../progress/running-orphans.ts';
import { NONE_SETTLED, type SettledUnits } from '../standing/snapshot.ts';
import { atOnce, type Sliced } from '../value/sliced.ts';

/** What becomes of the steps of a plan that was edited since its last run. Addresses are in the order of the journal. */
export interface PlanEdit {
  /** Steps done or begun that stay as they are: they mean what they meant, or an operator accepted that they do not. */
  readonly keptCount: number;
  /** Those of them that mean something else now. */
  readonly accepted: readonly string[];
  /** Steps done or begun that mean something else now: what was done is not what the plan says. */
  readonly changed: readonly string[];
  /** Steps done or begun that the plan no longer has. Nothing is undone. */
  readonly orphaned: readonly string[];
  /** Units of these whose task may be running. */
  readonly running: readonly RunningOrphan[];
  /** Migrations of these that are gone as a whole, so that nothing shows whether their tasks run. */
  readonly goneMigrations: readonly string[];
  /** The plan is as it was last applied; what differs was kept as it was done. */
  readonly isSamePlan: boolean;
  /** Steps of the plan of which nothing is recorded: new, or not begun yet. */
  readonly newCount: number;
  /** Those of them that lie before changed ones that are done, and count as done with them. */
  readonly implied: readonly string[];
}

/**
 * Undefined when everything done is as the plan says, and the plan as it was last applied. Pure. `settled`: units whose
 * steps the checkpoint leaves out.
 *
 * @default none
 */
export function compareEdit(
  graph: Graph,
  planDigest: string,
  checkpoint: Checkpoint,
  settled: SettledUnits = NONE_SETTLED,
): PlanEdit | undefined {
  return atOnce(compareEditSliced(graph, planDigest, checkpoint, settled));
}

/** What `compareEdit` gives. */
export function* compareEditSliced(
  graph: Graph,
  planDigest: string,
  checkpoint: Checkpoint,
  settled: SettledUnits = NONE_SETTLED,
): Sliced<PlanEdit | undefined> {
  const comparison = yield* compareWithCheckpointSliced(graph, planDigest, checkpoint);
  return describeEdit(comparison, { graph, checkpoint, settled });
}

/** What `compareEdit` gives, of what was compared before. */
export function describeEdit(
  { isSamePlan, changed, accepted, orphaned }: Comparison,
  { graph, checkpoint, settled = NONE_SETTLED }: EditSources,
): PlanEdit | undefined {
  if (isSamePlan && changed.length + accepted.length + orphaned.length === 0) return undefined;
  const settledSteps = settled.values().reduce((sum, steps) => sum + steps, 0);
  const recorded = checkpoint.steps.size - orphaned.length + settledSteps;
  return {
    keptCount: recorded - changed.length,
    accepted,
    changed,
    orphaned,
    running: listRunningOrphans(orphaned, graph, checkpoint),
    goneMigrations: goneMigrations(orphaned, graph, checkpoint),
    isSamePlan,
    newCount: graph.stepCount - recorded,
    implied: findImplied([...changed, ...accepted], graph, checkpoint),
  };
}

/** A step that is new before others changes what the next one comes after. */
function findImplied(changed: readonly string[], graph: Graph, { steps }: Checkpoint): readonly string[] {
  return [...new Set(changed.map(unitOfStep))].flatMap((address) => {
    const unit = graph.unitsByAddress.get(address);
    if (unit === undefined) return [];
    const implied = impliedSteps(unit, recordedStatuses(unit, steps));
    return [...implied].map((place) => `${address}.${unit.shape.steps[place]?.name ?? ''}`);
  });
}

export interface EditSources {
  readonly graph: Graph;
  readonly checkpoint: Checkpoint;
  /** @default none */
  readonly settled?: SettledUnits;
}

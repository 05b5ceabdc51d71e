import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import type { Standing } from './standing.ts';

/** Something that a unit keeps others from, and has not given back. */
export interface StandingHold {
  /** Address of the step that did it, or may have done it. */
  readonly step: string;
  /** When that was recorded. */
  readonly atMs: number;
  /** What cannot be done meanwhile. */
  readonly label: string;
  /** The vendor's call that lifts it by hand. */
  readonly lift: string;
}

/** One that has succeeded holds what it was to hold; of one that has not begun, asking would build its steps. */
const HOLDS_NOTHING: ReadonlySet<UnitStatus> = new Set(['succeeded', 'pending']);

/** Of units that have begun and not succeeded. A rollback has lifted what its unit held. Pure. */
export function findStandingHolds({
  graph,
  checkpoint,
  standing,
}: {
  readonly graph: Pick<Graph, 'units'>;
  readonly checkpoint: Pick<Checkpoint, 'steps' | 'decisions'>;
  readonly standing: Pick<Standing, 'unit'>;
}): readonly StandingHold[] {
  return graph.units
    .filter(({ address }) => !HOLDS_NOTHING.has(standing.unit(address)))
    .filter(({ address }) => checkpoint.decisions.get(address)?.rollback !== 'ended')
    .flatMap((unit) => holdsOf(unit, checkpoint));
}

function holdsOf(unit: PlannedUnit, { steps }: Pick<Checkpoint, 'steps'>): readonly StandingHold[] {
  return unit.steps.flatMap((step) => {
    if (!('holds' in step) || step.holds === undefined) return [];
    const { label, lift, liftedBy, keptOnce, checkedBy } = step.holds;
    const state = steps.get(step.address);
    const isDone = (name: string): boolean => steps.get(`${unit.address}.${name}`)?.status === 'succeeded';
    // What the check has found is somebody else's.
    const isOurs = checkedBy === undefined || isDone(checkedBy);
    const mayHold = state !== undefined && state.status !== 'failed' && isOurs;
    const isLifted = isDone(liftedBy) && !(keptOnce !== undefined && isDone(keptOnce));
    return mayHold && !isLifted ? [{ label, lift, step: step.address, atMs: state.at }] : [];
  });
}

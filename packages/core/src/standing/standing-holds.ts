import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { unitOfStep } from '../graph/unit-of-step.ts';
import type { Checkpoint, StepState } from '../journal/checkpoint.ts';
import { notPlainlyDone } from '../journal/step-states.ts';
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

interface HoldSources {
  readonly graph: Pick<Graph, 'units' | 'unitsByAddress'>;
  readonly checkpoint: Pick<Checkpoint, 'steps' | 'decisions'>;
  readonly standing: Pick<Standing, 'unit'>;
}

/**
 * Of units that have begun and not succeeded, also of those that left the plan. A rollback has lifted what its unit held. Pure.
 */
export function findStandingHolds({ graph, checkpoint, standing }: HoldSources): readonly StandingHold[] {
  const planned = graph.units
    .filter(({ address }) => !HOLDS_NOTHING.has(standing.unit(address)))
    .filter(({ address }) => !isRolledBack(address, checkpoint))
    .flatMap((unit) => holdsOf(unit, checkpoint));
  return [...planned, ...holdsOfOrphans(graph, checkpoint)];
}

function isRolledBack(unit: string, { decisions }: HoldSources['checkpoint']): boolean {
  return decisions.get(unit)?.rollback === 'ended';
}

function holdsOf(unit: PlannedUnit, { steps }: HoldSources['checkpoint']): readonly StandingHold[] {
  return unit.steps.flatMap((step) => {
    if (!('holds' in step) || step.holds === undefined) return [];
    return holdOf(step.address, step.holds, steps);
  });
}

/** By what was recorded when they were held: their steps are known no more. */
function holdsOfOrphans(
  { unitsByAddress }: HoldSources['graph'],
  checkpoint: HoldSources['checkpoint'],
): readonly StandingHold[] {
  const { steps, decisions } = checkpoint;
  const found: StandingHold[] = [];
  let unfinished: ReadonlySet<string> | undefined;
  for (const [address, { holds }] of notPlainlyDone(steps)) {
    if (holds === undefined) continue;
    const unit = unitOfStep(address);
    if (unitsByAddress.has(unit)) continue;
    if (isRolledBack(unit, checkpoint) || decisions.get(unit)?.decision === 'accepted') continue;
    const held = holdOf(address, holds, steps);
    if (held.length === 0) continue;
    unfinished ??= unfinishedUnits(steps);
    const isLiftDone = steps.get(`${unit}.${holds.liftedBy}`)?.status === 'succeeded';
    if (!isLiftDone || unfinished.has(unit)) found.push(...held);
  }
  return found;
}

/** What lifts a hold runs last, whatever has become of its unit: where nothing has failed then, the unit had succeeded. */
function unfinishedUnits(steps: HoldSources['checkpoint']['steps']): ReadonlySet<string> {
  const units = new Set<string>();
  for (const [address, { status }] of notPlainlyDone(steps)) if (status !== 'succeeded') units.add(unitOfStep(address));
  return units;
}

function holdOf(
  address: string,
  { label, lift, liftedBy, keptOnce, checkedBy }: NonNullable<StepState['holds']>,
  steps: HoldSources['checkpoint']['steps'],
): readonly StandingHold[] {
  const state = steps.get(address);
  const isDone = (name: string): boolean => steps.get(`${unitOfStep(address)}.${name}`)?.status === 'succeeded';
  // What the check has found is somebody else's.
  const isOurs = checkedBy === undefined || isDone(checkedBy);
  const mayHold = state !== undefined && state.status !== 'failed' && isOurs;
  const isLifted = isDone(liftedBy) && !(keptOnce !== undefined && isDone(keptOnce));
  return mayHold && !isLifted ? [{ label, lift, step: address, atMs: state.at }] : [];
}

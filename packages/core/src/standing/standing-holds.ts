import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { holdOfStep, mayStillHold, type StandingHold } from '../journal/step-hold.ts';
import { notPlainlyDone } from '../journal/step-states.ts';
import { unitOfStep } from '../journal/unit-of-step.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import { holdOf } from '../provider/steps/step-traits.ts';
import type { Standing } from './standing.ts';

export type { StandingHold } from '../journal/step-hold.ts';

/** One that has succeeded holds what it was to hold; of one that has not begun, asking would build its steps. */
const HOLDS_NOTHING: ReadonlySet<UnitStatus> = new Set(['succeeded', 'pending']);

interface HoldSources {
  readonly graph: Pick<Graph, 'units'> & { readonly unitsByAddress: Pick<Graph['unitsByAddress'], 'has'> };
  readonly checkpoint: Pick<Checkpoint, 'steps' | 'decisions'> & Partial<Pick<Checkpoint, 'leftBehind'>>;
  readonly standing: Pick<Standing, 'unit'>;
  /** By the wall clock: what ends by itself is over by then. */
  readonly nowMs: number;
}

/**
 * Of units that have begun and not succeeded, also of those that left the plan. A rollback has lifted what its unit held. Pure.
 */
export function findStandingHolds({ graph, checkpoint, standing, nowMs }: HoldSources): readonly StandingHold[] {
  const planned = graph.units
    .filter(({ address }) => !HOLDS_NOTHING.has(standing.unit(address)))
    .filter(({ address }) => !isRolledBack(address, checkpoint))
    .flatMap((unit) => holdsOf(unit, checkpoint));
  const all = [...planned, ...holdsOfOrphans(graph, checkpoint), ...holdsLeftBehind({ graph, checkpoint, standing })];
  return all.filter((hold) => mayStillHold(hold, nowMs));
}

/** Of units that were started over: until the same step holds it again, or nobody is kept from anything. */
function holdsLeftBehind({ graph, checkpoint, standing }: Omit<HoldSources, 'nowMs'>): readonly StandingHold[] {
  const { leftBehind, steps } = checkpoint;
  return [...(leftBehind ?? [])].flatMap(([unit, { holds = [] }]) => {
    if (holds.length === 0 || isRolledBack(unit, checkpoint)) return [];
    // The standing knows the units of the plan alone.
    const isOver = graph.unitsByAddress.has(unit) ? standing.unit(unit) === 'succeeded' : isAccepted(unit, checkpoint);
    return isOver ? [] : holds.filter(({ step }) => !steps.has(step));
  });
}

function isAccepted(unit: string, { decisions }: HoldSources['checkpoint']): boolean {
  return decisions.get(unit)?.decision === 'accepted';
}

function isRolledBack(unit: string, { decisions }: HoldSources['checkpoint']): boolean {
  return decisions.get(unit)?.rollback === 'ended';
}

function holdsOf(unit: PlannedUnit, { steps }: HoldSources['checkpoint']): readonly StandingHold[] {
  return unit.steps.flatMap((step) => {
    const hold = holdOf(step);
    return hold === undefined ? [] : (holdOfStep(step.address, hold, steps) ?? []);
  });
}

/** By what was recorded when they were held: their steps are known no more. */
function holdsOfOrphans(
  { unitsByAddress }: HoldSources['graph'],
  checkpoint: HoldSources['checkpoint'],
): readonly StandingHold[] {
  const { steps } = checkpoint;
  const found: StandingHold[] = [];
  let unfinished: ReadonlySet<string> | undefined;
  for (const [address, { holds }] of notPlainlyDone(steps)) {
    if (holds === undefined) continue;
    const unit = unitOfStep(address);
    if (unitsByAddress.has(unit)) continue;
    if (isRolledBack(unit, checkpoint) || isAccepted(unit, checkpoint)) continue;
    const held = holdOfStep(address, holds, steps);
    if (held === undefined) continue;
    unfinished ??= unfinishedUnits(steps);
    const isLiftDone = steps.get(`${unit}.${holds.liftedBy}`)?.status === 'succeeded';
    if (!isLiftDone || unfinished.has(unit)) found.push(held);
  }
  return found;
}

/** What lifts a hold runs last, whatever has become of its unit: where nothing has failed then, the unit had succeeded. */
function unfinishedUnits(steps: HoldSources['checkpoint']['steps']): ReadonlySet<string> {
  const units = new Set<string>();
  for (const [address, { status }] of notPlainlyDone(steps)) if (status !== 'succeeded') units.add(unitOfStep(address));
  return units;
}

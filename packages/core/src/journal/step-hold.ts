import { defined } from '../value/defined.ts';
import type { StepState } from './step-state.ts';
import { unitOfStep } from './unit-of-step.ts';

/** Something that a unit keeps others from, and has not given back. */
export interface StandingHold {
  /** Address of the step that did it, or may have done it. */
  readonly step: string;
  /** When that was recorded last. */
  readonly atMs: number;
  /** What cannot be done meanwhile. */
  readonly label: string;
  /** The vendor's call that lifts it by hand. */
  readonly lift: string;
  /** After so many milliseconds it ends by itself. Absent: it does not. */
  readonly endsAfterMs?: number;
}

/** What a step holds, by the records of its unit; undefined: nothing. */
export function holdOfStep(
  step: string,
  holds: NonNullable<StepState['holds']>,
  states: ReadonlyMap<string, Pick<StepState, 'status' | 'at'>>,
): StandingHold | undefined {
  const { label, lift, liftedBy, keptOnce, checkedBy, renewedBy, overOnce, endsAfterMs } = holds;
  const state = states.get(step);
  if (state === undefined || state.status === 'failed') return undefined;
  const unit = unitOfStep(step);
  const stateOf = (name: string) => states.get(`${unit}.${name}`);
  const isDone = (name: string | undefined): boolean => name !== undefined && stateOf(name)?.status === 'succeeded';
  // What the check has found is somebody else's.
  if (checkedBy !== undefined && !isDone(checkedBy)) return undefined;
  const isLifted = isDone(liftedBy) && !isDone(keptOnce);
  if (isLifted || isDone(overOnce)) return undefined;
  const renewed = renewedBy === undefined ? undefined : stateOf(renewedBy);
  const atMs = Math.max(state.at, renewed?.at ?? 0);
  return { label, lift, step, atMs, ...defined({ endsAfterMs }) };
}

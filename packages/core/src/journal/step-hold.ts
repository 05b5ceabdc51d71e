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

/** What was written down as sent may have been sent a while later, and status be asked by another machine's clock. */
const MARGIN_MS = 5_000;

/** What ends by itself is over some time after it should be, by the wall clock. */
export function mayStillHold({ atMs, endsAfterMs = Number.POSITIVE_INFINITY }: StandingHold, nowMs: number): boolean {
  return nowMs - MARGIN_MS <= atMs + endsAfterMs;
}

/** What a step holds, by the records of its unit; undefined: nothing. */
export function holdOfStep(
  step: string,
  holds: NonNullable<StepState['holds']>,
  states: ReadonlyMap<string, HoldingState>,
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
  const atMs = Math.max(heldAtMs(state), renewed === undefined ? 0 : heldAtMs(renewed));
  return { label, lift, step, atMs, ...defined({ endsAfterMs }) };
}

type HoldingState = Pick<StepState, 'status' | 'at'> & Partial<Pick<StepState, 'intendedAtMs'>>;

/** Of one that is to be done again, when it was done last. */
function heldAtMs({ status, at, intendedAtMs = at }: HoldingState): number {
  return status === 'retryable' ? intendedAtMs : at;
}

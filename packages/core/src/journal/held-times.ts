import type { StepState } from './step-state.ts';
import { unitOfStep } from './unit-of-step.ts';

/** For how long a unit kept others from something, by the journal. */
export interface HeldTime {
  /** Address of the step that did it. */
  readonly step: string;
  /** Address of the call whose remote job ended it. */
  readonly sent: string;
  /** Until that call was sent: our own work. */
  readonly ownMs: number;
  /** From then until the remote job was seen to have ended, or until what ends by itself had ended before. */
  readonly jobMs: number;
  /** When that was. */
  readonly atMs: number;
}

type States = ReadonlyMap<string, StepState>;

/** Follows steps that keep others from something until a remote job has ended. Few units have one. */
export class HeldTimes {
  /** By unit, the latest one. */
  readonly times: Map<string, HeldTime>;
  /** The step with whose success a hold is over → the step that holds. */
  readonly #endings = new Map<string, string>();

  constructor(times: ReadonlyMap<string, HeldTime> = new Map()) {
    this.times = new Map(times);
  }

  /** A step that holds something was begun. */
  begun(step: string, { overOnce, sentBy }: NonNullable<StepState['holds']>): void {
    if (overOnce !== undefined && sentBy !== undefined) this.#endings.set(`${unitOfStep(step)}.${overOnce}`, step);
  }

  /** A step has succeeded, at `atMs`. */
  succeeded(ended: string, atMs: number, states: States): void {
    if (this.#endings.size === 0) return;
    const step = this.#endings.get(ended);
    if (step === undefined) return;
    this.#endings.delete(ended);
    const { intendedAtMs: heldAtMs, holds } = states.get(step) ?? {};
    const unit = unitOfStep(step);
    const sent = `${unit}.${holds?.sentBy ?? ''}`;
    const sentAtMs = states.get(sent)?.intendedAtMs;
    if (heldAtMs === undefined || sentAtMs === undefined) return;
    const overAtMs = Math.min(atMs, endsAtMs(step, states));
    const [ownMs, jobMs] = [
      Math.max(0, Math.min(sentAtMs, overAtMs) - heldAtMs),
      Math.max(0, overAtMs - Math.max(sentAtMs, heldAtMs)),
    ];
    this.times.set(unit, { step, sent, ownMs, jobMs, atMs });
  }

  /** The unit is started over. */
  forget(unit: string): void {
    this.times.delete(unit);
  }
}

/** When it ends by itself, after it was held or renewed last; infinite: it does not. */
function endsAtMs(step: string, states: States): number {
  const { intendedAtMs = 0, holds } = states.get(step) ?? {};
  if (holds?.endsAfterMs === undefined) return Number.POSITIVE_INFINITY;
  const renewed = holds.renewedBy === undefined ? undefined : states.get(`${unitOfStep(step)}.${holds.renewedBy}`);
  return Math.max(intendedAtMs, renewed?.intendedAtMs ?? 0) + holds.endsAfterMs;
}

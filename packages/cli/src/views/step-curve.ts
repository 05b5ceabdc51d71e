/** After this part of a simulated run its pace is known; before, it is believed in proportion. */
const KNOWN_PACE_FRACTION = 1 / 3;

export interface CurvePosition {
  /** Steps of this run that are over. */
  readonly overCount: number;
  readonly elapsedMs: number;
  /** Since the last of them was over, or since the start. */
  readonly sinceLastMs: number;
}

/**
 * When the steps of a run should be over by simulation, put against when they are: the run is where the simulation had as
 * many steps behind it, and goes on at the pace seen so far. Calls come first and are quick, so that the pace of the first
 * ones says little about waits of hours: it counts as much as the part of the schedule that it was seen over.
 */
export class StepCurve {
  /** From the start, the earliest first. */
  readonly #endsMs: readonly number[];

  constructor(endsMs: readonly number[]) {
    this.#endsMs = endsMs;
  }

  /** Undefined once the simulation has nothing more to say: everything should be over. */
  remainingMs({ overCount, elapsedMs, sinceLastMs }: CurvePosition): number | undefined {
    const endMs = this.#endsMs.at(-1);
    const nextMs = this.#endsMs[overCount];
    if (endMs === undefined || nextMs === undefined) return undefined;
    const reachedMs = overCount === 0 ? 0 : (this.#endsMs[overCount - 1] ?? 0);
    const seenPace = reachedMs === 0 ? 1 : (elapsedMs - sinceLastMs) / reachedMs;
    const trust = Math.min(1, reachedMs / endMs / KNOWN_PACE_FRACTION);
    const pace = 1 + (seenPace - 1) * trust;
    if (pace <= 0) return undefined;
    const positionMs = Math.min(nextMs, reachedMs + sinceLastMs / pace);
    return positionMs >= endMs ? undefined : (endMs - positionMs) * pace;
  }
}

import type { Polling } from '../provider/limits.ts';

/**
 * The interval between two polls is this part of the time for which nothing has changed. So a poll sees an end late by at most
 * about this part of what it waited for, however short or long that is, and equal tasks that end near a poll look alike:
 * what differs by one poll differs by no more than a quarter.
 */
const INTERVAL_SHARE = 0.2;

/** Once an end is in sight, polls may come this much closer together than the initial interval. */
const CLOSEST_SHARE = 0.2;

/**
 * So many of them in a row, since what is foreseen comes a little sooner or later; then one at the initial interval. Where many
 * ends are in sight, or one that does not come, polls would all be close ones.
 */
const MOST_CLOSE = 3;

/** The interval between two polls when nothing has changed for so long. */
export function pollIntervalAfter(quietMs: number, polling: Polling): number {
  const pace = new PollPace(polling);
  pace.stepAdded(0, false);
  let lastPollMs = 0;
  while (pace.dueAtMs < quietMs && pace.dueAtMs > lastPollMs) {
    lastPollMs = pace.dueAtMs;
    pace.lookEnded(lastPollMs, false);
  }
  return pace.dueAtMs - lastPollMs;
}

export interface PollPaceState {
  /** When something changed last. */
  readonly quietSinceMs: number;
  readonly dueAtMs: number;
  /**
   * Polls that have come closer than the initial interval, one after another, the next one included.
   *
   * @default 0
   */
  readonly closePolls?: number;
}

/**
 * When the waiting steps of one scope are looked at next. The interval grows while nothing changes and starts again when
 * something does. Arithmetic only: the caller says what time it is.
 */
export class PollPace {
  readonly #polling: Polling;
  #quietSinceMs: number;
  #dueAtMs: number;
  #closePolls: number;

  /**
   * `from`: a pace that was kept before.
   *
   * @default nothing has been looked at
   */
  constructor(polling: Polling, from?: PollPaceState) {
    this.#polling = polling;
    this.#quietSinceMs = from?.quietSinceMs ?? 0;
    this.#dueAtMs = from?.dueAtMs ?? 0;
    this.#closePolls = from?.closePolls ?? 0;
  }

  get state(): PollPaceState {
    const closePolls = this.#closePolls;
    return { quietSinceMs: this.#quietSinceMs, dueAtMs: this.#dueAtMs, ...(closePolls === 0 ? {} : { closePolls }) };
  }

  get dueAtMs(): number {
    return this.#dueAtMs;
  }

  /**
   * The first look at a new step comes within one initial interval, together with that at every other one. True when
   * that is the next look now. `isLooking`: others wait already.
   */
  stepAdded(now: number, isLooking: boolean): boolean {
    this.#quietSinceMs = now;
    const dueAtMs = now + this.#polling.initialIntervalMs;
    if (isLooking && dueAtMs >= this.#dueAtMs) return false;
    this.#dueAtMs = dueAtMs;
    return true;
  }

  /**
   * A round is over; `hasChanged` when any step's status changed or its wait ended. `restMs`: until the end that is awaited, see
   * `endInSight`.
   */
  lookEnded(now: number, hasChanged: boolean, restMs: number = Number.POSITIVE_INFINITY): void {
    if (hasChanged) this.#quietSinceMs = now;
    const { initialIntervalMs, maxIntervalMs } = this.#polling;
    const quietMs = (now - this.#quietSinceMs) * INTERVAL_SHARE;
    const usualMs = Math.min(Math.max(quietMs, initialIntervalMs), maxIntervalMs);
    const wantedMs = towardsEnd(restMs, usualMs, this.#polling);
    const waitMs = this.#closePolls < MOST_CLOSE ? wantedMs : Math.max(wantedMs, initialIntervalMs);
    this.#closePolls = waitMs < initialIntervalMs ? this.#closePolls + 1 : 0;
    this.#dueAtMs = now + waitMs;
  }
}

/**
 * Until which end the next poll is for: the first, or the last of those that come less than one initial interval after it. A
 * poll at the first would see that one alone, and close polls are few. Pure.
 */
export function endInSight(restsMs: readonly number[], { initialIntervalMs }: Polling): number {
  const firstMs = restsMs.reduce((first, restMs) => Math.min(first, restMs), Number.POSITIVE_INFINITY);
  return restsMs.reduce(
    (last, restMs) => (restMs < firstMs + initialIntervalMs ? Math.max(last, restMs) : last),
    firstMs,
  );
}

/** The poll that would come last before an expected end, or first after it, comes right after it. Pure. */
function towardsEnd(restMs: number, usualMs: number, { initialIntervalMs, maxIntervalMs }: Polling): number {
  if (restMs >= usualMs + initialIntervalMs) return usualMs;
  return Math.min(Math.max(restMs, initialIntervalMs * CLOSEST_SHARE), maxIntervalMs);
}

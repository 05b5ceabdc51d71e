import type { Polling } from '../provider/limits.ts';

/** How much longer every look waits than the one before it, while nothing changes. */
const INTERVAL_GROWTH = 1.5;

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
  readonly intervalMs: number;
  readonly dueAtMs: number;
}

/**
 * When the waiting steps of one scope are looked at next. The interval grows while nothing changes and starts again when
 * something does. Arithmetic only: the caller says what time it is.
 */
export class PollPace {
  readonly #polling: Polling;
  #intervalMs: number;
  #dueAtMs = 0;

  /**
   * `from`: a pace that was kept before.
   *
   * @default nothing has been looked at
   */
  constructor(polling: Polling, from?: PollPaceState) {
    this.#polling = polling;
    this.#intervalMs = from?.intervalMs ?? polling.initialIntervalMs;
    this.#dueAtMs = from?.dueAtMs ?? 0;
  }

  get state(): PollPaceState {
    return { intervalMs: this.#intervalMs, dueAtMs: this.#dueAtMs };
  }

  get dueAtMs(): number {
    return this.#dueAtMs;
  }

  /**
   * The first look at a new step comes within one initial interval, together with that at every other one. True when
   * that is the next look now. `isLooking`: others wait already.
   */
  stepAdded(now: number, isLooking: boolean): boolean {
    this.#intervalMs = this.#polling.initialIntervalMs;
    const dueAtMs = now + this.#intervalMs;
    if (isLooking && dueAtMs >= this.#dueAtMs) return false;
    this.#dueAtMs = dueAtMs;
    return true;
  }

  /** A round is over; `hasChanged` when any step's status changed or its wait ended. */
  lookEnded(now: number, hasChanged: boolean): void {
    const { initialIntervalMs, maxIntervalMs } = this.#polling;
    this.#intervalMs = hasChanged ? initialIntervalMs : Math.min(this.#intervalMs * INTERVAL_GROWTH, maxIntervalMs);
    this.#dueAtMs = now + this.#intervalMs;
  }
}

import type { Rate } from '../provider/limits.ts';
import type { EarlierCalls } from './earlier-calls.ts';

export interface WindowGauge {
  readonly declared: Rate;
  /** Calls that count in the window now. */
  readonly used: number;
  /** What the server was last known to take: less than declared after it refused. */
  readonly allowed: number;
}

/** The part of the declared rate that comes back with every interval without a refusal. */
const RECOVERY_FRACTION = 0.1;
/** How long a request of a process that is gone may take to arrive. */
const ON_THE_WAY_MS = 1_000;
/** Covers time stamps that the server rounds to whole milliseconds. */
const ROUNDING_MS = 1;

/**
 * A sliding window over calls, as the server sees them: a call counts from the moment it is sent until one interval
 * after its answer came. The server handled it somewhere in between, so it can never count more than `rate.count` calls
 * in any window, whatever the network does in between. The price is one round trip per interval.
 *
 * Where the server still refuses, because others use the same account or because it allows less than was declared, the
 * window lets half as many calls through and then, with every quiet interval, a tenth of the declared rate more.
 *
 * Arithmetic only: the caller says what time it is, in milliseconds that never go back.
 */
export class CallWindow {
  readonly #rate: Rate;
  /** When the answers of recent calls came, oldest first; each counts until one interval later. */
  readonly #answeredAt: number[] = [];
  #inFlight = 0;
  #holdUntilMs = 0;
  /** How many calls the server was last known to take, and when that was. */
  #slowed: { readonly count: number; readonly sinceMs: number } | undefined;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /**
   * The time at which the next call may be sent, `now` when it may go at once. Another look has to follow a wait.
   *
   * It is a point in time, compared with the clock as it is, and no difference: a difference that is smaller than the
   * clock's resolution would be lost when it is added to the time, and whoever waits for it would ask for ever.
   */
  freeAtMs(now: number): number | 'after-answer' {
    if (this.#holdUntilMs > now) return this.#holdUntilMs;
    while (this.#countsUntilMs(this.#answeredAt[0] ?? now) <= now) this.#answeredAt.shift();
    const surplus = this.#inFlight + this.#answeredAt.length - this.#allowed(now);
    if (surplus < 0) return now;
    // So many answers have to grow old before there is room; where there are not so many, one has to come first.
    const oldest = this.#answeredAt[surplus];
    return oldest === undefined ? 'after-answer' : this.#countsUntilMs(oldest);
  }

  /** A call is sent. `answered` must follow, whatever becomes of it. */
  sent(): void {
    this.#inFlight += 1;
  }

  answered(now: number): void {
    this.#inFlight -= 1;
    this.#answeredAt.push(now);
  }

  /** Sends nothing for `ms` milliseconds: the server said so. A shorter hold never shortens a longer one. */
  holdFor(ms: number, now: number): void {
    this.#holdUntilMs = Math.max(this.#holdUntilMs, now + ms);
  }

  /** The server refused for too many calls. Refusals of calls that were sent together halve the rate once. */
  slowDown(now: number): void {
    if (this.#slowed !== undefined && now - this.#slowed.sinceMs < this.#rate.intervalMs) return;
    this.#slowed = { count: Math.max(1, Math.floor(this.#allowed(now) / 2)), sinceMs: now };
  }

  /**
   * Starts as if the whole window had been used by the end of `earlier` calls: after a crash nobody knows what was sent in the
   * last moment, nor what of it is still on its way.
   */
  assumeFull(now: number, earlier: Exclude<EarlierCalls, 'none'>): void {
    const lastArrivalMs = earlier === 'until-now' ? now + ON_THE_WAY_MS : now - earlier.answeredAgoMs;
    this.#answeredAt.push(...Array.from({ length: this.#rate.count }, () => lastArrivalMs));
  }

  /** How many calls count now, and how many may. */
  gauge(now: number): WindowGauge {
    const recent = this.#answeredAt.filter((at) => this.#countsUntilMs(at) > now).length;
    return { declared: this.#rate, used: this.#inFlight + recent, allowed: this.#allowed(now) };
  }

  /** Milliseconds for which the server wants nothing to be sent. */
  heldForMs(now: number): number {
    return Math.max(0, this.#holdUntilMs - now);
  }

  #countsUntilMs(answeredAtMs: number): number {
    return answeredAtMs + this.#rate.intervalMs + ROUNDING_MS;
  }

  #allowed(now: number): number {
    const { count, intervalMs } = this.#rate;
    if (this.#slowed === undefined) return count;
    const quietIntervals = Math.floor((now - this.#slowed.sinceMs) / intervalMs);
    const recovered = this.#slowed.count + Math.ceil(count * RECOVERY_FRACTION * quietIntervals);
    if (recovered < count) return recovered;
    this.#slowed = undefined;
    return count;
  }
}

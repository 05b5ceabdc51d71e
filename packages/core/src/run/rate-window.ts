import type { Clock } from '../clock.ts';
import type { Rate } from '../provider/limits.ts';

/** Covers time stamps that the server rounds to whole milliseconds. */
const ROUNDING_MS = 1;

/**
 * A sliding window over calls, as the server sees them: a call counts from the moment it is sent until one interval
 * after its answer came. The server handled it somewhere in between, so it can never count more than `rate.count` calls
 * in any window, whatever the network does in between. The price is one round trip per interval.
 *
 * Callers are served one at a time, in the order in which they ask.
 */
export class RateWindow {
  readonly #rate: Rate;
  readonly #clock: Clock;
  /** When the answers of recent calls came, oldest first; each counts until one interval later. */
  readonly #answeredAt: number[] = [];
  #inFlight = 0;
  #holdUntilMs = 0;
  #turn: Promise<void> = Promise.resolve();
  #onAnswer: (() => void) | undefined;

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** Resolves when a call may be sent. `answered` must follow, whatever becomes of the call. */
  admit(signal: AbortSignal): Promise<void> {
    const admitted = this.#turn.then(() => this.#waitForRoom(signal));
    this.#turn = admitted.catch(() => {});
    return admitted;
  }

  /** The admitted call was answered, or will never be. */
  answered(): void {
    this.#inFlight -= 1;
    this.#answeredAt.push(this.#clock.monotonicMs());
    this.#onAnswer?.();
  }

  /** Sends nothing for `ms` milliseconds: the server said so. A shorter hold never shortens a longer one. */
  holdFor(ms: number): void {
    this.#holdUntilMs = Math.max(this.#holdUntilMs, this.#clock.monotonicMs() + ms);
  }

  /**
   * Starts as if the whole window had just been used: after a crash nobody knows what was sent in the last moment.
   */
  assumeFull(): void {
    const now = this.#clock.monotonicMs();
    this.#answeredAt.push(...Array.from({ length: this.#rate.count }, () => now));
  }

  async #waitForRoom(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const waitMs = this.#waitMs(this.#clock.monotonicMs());
      if (waitMs === 0) break;
      if (waitMs === 'until-answer') await this.#nextAnswer(signal);
      else await this.#clock.sleep(waitMs, signal);
    }
    this.#inFlight += 1;
  }

  #waitMs(now: number): number | 'until-answer' {
    if (this.#holdUntilMs > now) return this.#holdUntilMs - now;
    const expiredBefore = now - this.#rate.intervalMs - ROUNDING_MS;
    while ((this.#answeredAt[0] ?? now) <= expiredBefore) this.#answeredAt.shift();
    if (this.#inFlight + this.#answeredAt.length < this.#rate.count) return 0;
    const oldest = this.#answeredAt[0];
    return oldest === undefined ? 'until-answer' : Math.max(oldest - expiredBefore, Number.EPSILON);
  }

  #nextAnswer(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#onAnswer = () => {
        this.#onAnswer = undefined;
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
    });
  }
}

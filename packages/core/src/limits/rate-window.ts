import type { Clock } from '../clock.ts';
import type { Rate } from '../provider/limits.ts';
import type { WindowGauge } from './call-window.ts';

import { CallWindow } from './call-window.ts';

/** A `CallWindow` on a clock. Callers are served one at a time, in the order in which they ask. */
export class RateWindow {
  readonly #window: CallWindow;
  readonly #clock: Clock;
  #turn: Promise<void> = Promise.resolve();
  #onAnswer: (() => void) | undefined;

  constructor(rate: Rate, clock: Clock) {
    this.#window = new CallWindow(rate);
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
    this.#window.answered(this.#clock.monotonicMs());
    this.#onAnswer?.();
  }

  /** As `CallWindow.holdFor`, from now. */
  holdFor(ms: number): void {
    this.#window.holdFor(ms, this.#clock.monotonicMs());
  }

  /** As `CallWindow.slowDown`, now. */
  slowDown(): void {
    this.#window.slowDown(this.#clock.monotonicMs());
  }

  /** As `CallWindow.assumeFull`, now. */
  assumeFull(): void {
    this.#window.assumeFull(this.#clock.monotonicMs());
  }

  /** As `CallWindow.gauge`, now. */
  gauge(): WindowGauge {
    return this.#window.gauge(this.#clock.monotonicMs());
  }

  /** As `CallWindow.heldForMs`, now. */
  heldForMs(): number {
    return this.#window.heldForMs(this.#clock.monotonicMs());
  }

  async #waitForRoom(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const waitMs = this.#window.waitMs(this.#clock.monotonicMs());
      if (waitMs === 0) break;
      if (waitMs === 'until-answer') await this.#nextAnswer(signal);
      else await this.#clock.sleep(waitMs, signal);
    }
    this.#window.sent();
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

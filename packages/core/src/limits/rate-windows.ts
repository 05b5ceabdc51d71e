import type { Clock } from '../clock.ts';
import type { Rate } from '../provider/limits.ts';
import type { WindowGauge } from './call-window.ts';

import { RateWindow } from './rate-window.ts';

/**
 * The rates that calls to one account must keep, all at once: one for each that a provider of the plan declares. A call
 * passes the windows one after the other, always in the same order, so that no two calls wait for each other.
 */
export class RateWindows {
  readonly #windows: readonly RateWindow[];

  constructor(rates: readonly Rate[], clock: Clock) {
    const distinct = new Map(rates.map((rate) => [`${rate.count}/${rate.intervalMs}`, rate] as const));
    this.#windows = [...distinct.values()].map((rate) => new RateWindow(rate, clock));
  }

  /** Resolves when a call may be sent. `answered` must follow, whatever becomes of the call. */
  async admit(signal: AbortSignal): Promise<void> {
    const admitted: RateWindow[] = [];
    try {
      for (const window of this.#windows) {
        await window.admit(signal);
        admitted.push(window);
      }
    } catch (error) {
      for (const window of admitted) window.answered();
      throw error;
    }
  }

  answered(): void {
    for (const window of this.#windows) window.answered();
  }

  holdFor(ms: number): void {
    for (const window of this.#windows) window.holdFor(ms);
  }

  slowDown(): void {
    for (const window of this.#windows) window.slowDown();
  }

  gauges(): readonly WindowGauge[] {
    return this.#windows.map((window) => window.gauge());
  }

  heldForMs(): number {
    return Math.max(...this.#windows.map((window) => window.heldForMs()));
  }

  assumeFull(): void {
    for (const window of this.#windows) window.assumeFull();
  }
}

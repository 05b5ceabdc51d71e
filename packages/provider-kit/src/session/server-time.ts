import type { Clock } from '@waybill/core';

/** A correction below this would change nothing: vendors accept time stamps within 15 minutes. */
const SMALLEST_CORRECTION_MS = 60_000;

/** The time to sign with: this machine's, corrected by what the server said when it refused a time stamp. */
export class ServerTime {
  readonly #clock: Clock;
  #offsetMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now() + this.#offsetMs;
  }

  /**
   * Takes over the server's time from a `Date` header. False when that would not help: the refused request was signed with
   * a time that the header confirms, or there is no header to go by.
   */
  correct(dateHeader: string | undefined, refusedMs: number): boolean {
    const serverMs = dateHeader === undefined ? Number.NaN : Date.parse(dateHeader);
    if (Number.isNaN(serverMs) || Math.abs(serverMs - refusedMs) < SMALLEST_CORRECTION_MS) return false;
    this.#offsetMs = serverMs - this.#clock.now();
    return true;
  }

  /** How far this machine's clock, or another time, is behind a `Date` header in milliseconds; negative when ahead. */
  offsetFrom(dateHeader: string | undefined, timeMs: number = this.#clock.now()): number | undefined {
    const serverMs = dateHeader === undefined ? Number.NaN : Date.parse(dateHeader);
    return Number.isNaN(serverMs) ? undefined : serverMs - timeMs;
  }
}

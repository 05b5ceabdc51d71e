import { type Clock, type Json, parseDurationMs } from '@waybill/core';
import { textOf } from '../answer/json-fields.ts';

/** How many for each millisecond a rate means, as schemas have it: `20000/s`, `600/m`. Undefined: there is none. */
export function ratePerMs(rate: Json | undefined): number | undefined {
  const [, count, unit = ''] = /^(\d+)\/([smh])$/.exec(textOf(rate) ?? '') ?? [];
  const intervalMs = parseDurationMs(`1${unit}`);
  return count === undefined || intervalMs === undefined ? undefined : Number(count) / intervalMs;
}

/** Spreads work over time: what comes next begins when all before it has had its time. */
export class SpreadLoad {
  readonly #clock: Clock;
  #freeAtMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when work of this length may begin. */
  async take(lengthMs: number, signal: AbortSignal): Promise<void> {
    const now = this.#clock.monotonicMs();
    const startMs = Math.max(now, this.#freeAtMs);
    this.#freeAtMs = startMs + lengthMs;
    if (startMs > now) await this.#clock.sleep(startMs - now, signal);
  }

  /** Work whose length is known once it is done: what comes next waits for it. */
  spend(lengthMs: number): void {
    this.#freeAtMs = Math.max(this.#freeAtMs, this.#clock.monotonicMs()) + lengthMs;
  }
}

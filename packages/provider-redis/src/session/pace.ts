import type { Clock } from '@waybill/core';
import { SpreadLoad } from '@waybill/provider-kit';
import type { PaceSettings } from '../config.ts';

/** Between two measurements of a server that is asked for keys. */
const MEASURED_EVERY_MS = 500;
/** After which a server that stays slow is asked for keys all the same, at the slowest pace. */
const HELD_AT_MOST_MS = 30_000;
const SLOWEST = 1 / 16;
const RECOVERY = 1.25;
/** What a page of keys takes at the full pace, so that other clients wait for little of it. */
const PAGE_MS = 5;
const [FEWEST, MOST] = [100, 1_000];

/**
 * Spreads the keys that own work reads over time, and leaves a server alone that answers slowly. One for all slices of a
 * session.
 */
export class Pace {
  readonly #settings: PaceSettings;
  readonly #clock: Clock;
  readonly #load: SpreadLoad;
  #factor = 1;
  #measuredAtMs = Number.NEGATIVE_INFINITY;
  #holding: Promise<void> | undefined;
  #heldMs = 0;

  constructor(settings: PaceSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#load = new SpreadLoad(clock);
  }

  /** Keys of a page at this pace. */
  get pageKeys(): number {
    return Math.round(Math.min(MOST, Math.max(FEWEST, this.#settings.keysPerMs * PAGE_MS)));
  }

  /** For how long keys were left alone, in all. */
  get heldMs(): number {
    return Math.round(this.#heldMs);
  }

  /**
   * Resolves when so many keys may be read.
   *
   * @param ping sends one to each server that has keys, and resolves with its answer
   */
  async admit(keys: number, ping: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    await this.#holding;
    const now = this.#clock.monotonicMs();
    if (now - this.#measuredAtMs >= MEASURED_EVERY_MS) {
      this.#measuredAtMs = now;
      this.#holding = this.#measure(ping, signal).finally(() => {
        this.#holding = undefined;
      });
      await this.#holding;
    }
    await this.#load.take(keys / (this.#settings.keysPerMs * this.#factor), signal);
  }

  /** Bytes of values that have come: whoever reads next waits for them. */
  spend(bytes: number): void {
    this.#load.spend(bytes / this.#settings.bytesPerMs);
  }

  async #measure(ping: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    const beganMs = this.#clock.monotonicMs();
    if (await this.#isFast(ping)) {
      this.#factor = Math.min(1, this.#factor * RECOVERY);
      return;
    }
    this.#factor = Math.max(SLOWEST, this.#factor / 2);
    const heldFromMs = this.#clock.monotonicMs();
    do await this.#clock.sleep(MEASURED_EVERY_MS, signal);
    while (this.#clock.monotonicMs() - beganMs < HELD_AT_MOST_MS && !(await this.#isFast(ping)));
    this.#heldMs += this.#clock.monotonicMs() - heldFromMs;
    this.#measuredAtMs = this.#clock.monotonicMs();
  }

  async #isFast(ping: () => Promise<unknown>): Promise<boolean> {
    const sentMs = this.#clock.monotonicMs();
    await ping();
    return this.#clock.monotonicMs() - sentMs <= this.#settings.latencyMs;
  }
}

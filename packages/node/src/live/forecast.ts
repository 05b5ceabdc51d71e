import type { Clock } from '@waybill/core';
import type { RunForecast, Sliced } from '@waybill/core/internal';
import type { Eta } from './eta.ts';

export interface ForecastOptions {
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
  /** What is left of the run, from now; undefined when it cannot be said. */
  readonly simulate: (nowMs: number) => Sliced<RunForecast | undefined>;
  /** Lets the run continue while a forecast is made. */
  readonly pause: () => Promise<void>;
}

/** However much happens: views draw ten times a second. */
const LEAST_INTERVAL_MS = 1_000;
/** A forecast is renewed although nothing happened, because waits that last say something too. */
const QUIET_INTERVAL_MS = 5_000;
/** Simulating takes at most this part of a run's time. */
const SHARE_OF_TIME = 1 / 50;
/** For so long the run waits for a forecast at a time. */
const MOST_AT_ONCE_MS = 20;

interface Made {
  /** When it was begun, by the wall clock. */
  readonly at: number;
  /** Time of the run that it took. */
  readonly costMs: number;
  readonly forecast: RunForecast | undefined;
}

/**
 * How long a run takes, simulated anew when a view asks and something has changed since, as often as that is cheap. In
 * between the last answer counts down; when it has counted to its end and the run has not, there is none. One that takes
 * longer than an instant is made while the run continues, and until then the one before it is shown.
 */
export class Forecast implements Disposable {
  readonly #options: ForecastOptions;
  #last: Made | undefined;
  #isRenewing = false;
  #fault: { readonly error: unknown } | undefined;
  #hasChanged = true;
  #isOver = false;

  constructor(options: ForecastOptions) {
    this.#options = options;
  }

  /** Something of the run has ended, begun or got on. */
  changed(): void {
    this.#hasChanged = true;
  }

  /** @throws what simulating threw */
  eta(now: number): Eta | undefined {
    if (!this.#isRenewing && (this.#last === undefined || this.#isDue(now, this.#last))) this.#renew(now);
    if (this.#fault !== undefined) throw this.#fault.error;
    const last = this.#last;
    if (last?.forecast === undefined) return undefined;
    const ms = last.forecast.remainingMs - (now - last.at);
    const basis = last.forecast.basis === 'learned' ? 'simulated' : 'assumed';
    return ms < 0 ? undefined : { ms, basis, at: last.at };
  }

  #isDue(now: number, { at, costMs }: Made): boolean {
    const waitMs = this.#hasChanged ? LEAST_INTERVAL_MS : QUIET_INTERVAL_MS;
    // A wall clock that was set back makes it due as well.
    return now < at || now - at >= Math.max(waitMs, costMs / SHARE_OF_TIME);
  }

  #renew(now: number): void {
    this.#isRenewing = true;
    this.#hasChanged = false;
    const renewal = { at: now, costMs: 0, work: this.#options.simulate(now) };
    if (this.#advance(renewal)) return;
    this.#finish(renewal).catch((error: unknown) => {
      this.#fault = { error };
    });
  }

  async #finish(renewal: Renewal): Promise<void> {
    do await this.#options.pause();
    while (!this.#isOver && !this.#advance(renewal));
  }

  /** Nobody asks any more: one that is being made is given up. */
  [Symbol.dispose](): void {
    this.#isOver = true;
  }

  /** Whether it is made. */
  #advance(renewal: Renewal): boolean {
    const { clock } = this.#options;
    const beganMs = clock.monotonicMs();
    const spentMs = (): number => clock.monotonicMs() - beganMs;
    do {
      const { done, value } = renewal.work.next();
      if (done !== true) continue;
      this.#last = { at: renewal.at, costMs: renewal.costMs + spentMs(), forecast: value };
      this.#isRenewing = false;
      return true;
    } while (spentMs() < MOST_AT_ONCE_MS);
    renewal.costMs += spentMs();
    return false;
  }
}

interface Renewal {
  readonly at: number;
  costMs: number;
  readonly work: Sliced<RunForecast | undefined>;
}

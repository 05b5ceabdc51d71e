import type { Clock, RunForecast } from '@waybill/core';
import type { Eta } from './views/folds/run-progress.ts';

export interface ForecastOptions {
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
  /** What is left of the run, from now; undefined when it cannot be said. */
  readonly simulate: (nowMs: number) => RunForecast | undefined;
}

/** However much happens: views draw ten times a second. */
const LEAST_INTERVAL_MS = 1_000;
/** A forecast is renewed although nothing happened, because waits that last say something too. */
const QUIET_INTERVAL_MS = 5_000;
/** Simulating takes at most this part of a run's time. */
const SHARE_OF_TIME = 1 / 50;

/**
 * How long a run takes, simulated anew when a view asks and something has changed since, as often as that is cheap. In
 * between the last answer counts down; when it has counted to its end and the run has not, there is none.
 */
export class Forecast {
  readonly #options: ForecastOptions;
  #last: { readonly at: number; readonly costMs: number; readonly forecast: RunForecast | undefined } | undefined;
  #hasChanged = true;

  constructor(options: ForecastOptions) {
    this.#options = options;
  }

  /** Something of the run has ended, begun or got on. */
  changed(): void {
    this.#hasChanged = true;
  }

  eta(now: number): Eta | undefined {
    const last = this.#last === undefined || this.#isDue(now, this.#last) ? this.#renew(now) : this.#last;
    if (last.forecast === undefined) return undefined;
    const ms = last.forecast.remainingMs - (now - last.at);
    const basis = last.forecast.basis === 'learned' ? 'simulated' : 'assumed';
    return ms < 0 ? undefined : { ms, basis, at: last.at };
  }

  #isDue(now: number, { at, costMs }: { readonly at: number; readonly costMs: number }): boolean {
    const waitMs = this.#hasChanged ? LEAST_INTERVAL_MS : QUIET_INTERVAL_MS;
    // A wall clock that was set back makes it due as well.
    return now < at || now - at >= Math.max(waitMs, costMs / SHARE_OF_TIME);
  }

  #renew(now: number) {
    const { clock, simulate } = this.#options;
    const beganMs = clock.monotonicMs();
    const forecast = simulate(now);
    this.#hasChanged = false;
    this.#last = { at: now, costMs: clock.monotonicMs() - beganMs, forecast };
    return this.#last;
  }
}

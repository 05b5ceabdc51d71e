import type { Graph, RunEvent } from '@waybill/core';
import type { RunProgress } from './views/run-progress.ts';

/** So many waits tell how long waits take; after four times as many, they tell it better. */
const FIRST_AFTER_WAITS = 3;
const AGAIN_FACTOR = 4;

export interface ForecastOptions {
  readonly graph: Graph;
  readonly progress: RunProgress;
  /** When the steps that are left would end, from now, by what the journal has learned; undefined when it cannot be said. */
  readonly simulate: () => Promise<readonly number[] | undefined>;
}

/**
 * Before a run, the durations of waits are guesses of the providers. Once some of its waits are over, what is left is
 * simulated again with what these took, and then ever more seldom: it is done a handful of times in the longest run.
 */
export class Forecast implements AsyncDisposable {
  readonly #options: ForecastOptions;
  #endedWaits = 0;
  #nextAfter = FIRST_AFTER_WAITS;
  #work: Promise<void> = Promise.resolve();

  constructor(options: ForecastOptions) {
    this.#options = options;
  }

  onEvent(event: RunEvent): void {
    if (event.kind !== 'step.succeeded') return;
    if (this.#options.graph.stepsByAddress.get(event.step)?.kind !== 'await') return;
    this.#endedWaits += 1;
    if (this.#endedWaits < this.#nextAfter) return;
    this.#nextAfter = this.#endedWaits * AGAIN_FACTOR;
    this.#work = this.#work.then(() => this.#simulate(event.at));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#work;
  }

  /** An ETA is a convenience: where the journal cannot be read just now, the last one stands. */
  async #simulate(at: number): Promise<void> {
    const { progress, simulate } = this.#options;
    const overCount = progress.overCount;
    const ends = await simulate().catch(() => undefined);
    if (ends !== undefined) progress.forecast(ends, { at, overCount });
  }
}

import type { Clock } from '../clock.ts';

/**
 * When steps of a run were begun that others rely on, by both clocks: a machine that has slept may count it by one alone. Of
 * earlier runs nothing is known, so that nothing rests on the clock of another machine.
 */
export class BegunSteps {
  readonly #clock: Pick<Clock, 'now' | 'monotonicMs'>;
  readonly #times = new Map<string, Times>();

  constructor(clock: Pick<Clock, 'now' | 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** The step is worked on now; of several times the last one counts. */
  note(step: string): void {
    this.#times.set(step, this.#now());
  }

  /** What it has done may be undone since. */
  forget(step: string): void {
    this.#times.delete(step);
  }

  /** How many milliseconds ago that was, as far as time was counted while the machine slept; undefined: it is not known. */
  agoMs(step: string): number | undefined {
    const begun = this.#times.get(step);
    return begun === undefined ? undefined : this.#now().elapsedMs - begun.elapsedMs;
  }

  /** Whether that was at most `forMs` milliseconds ago. */
  wasLately(step: string, forMs: number): boolean {
    const begun = this.#times.get(step);
    if (begun === undefined) return false;
    const now = this.#now();
    const [wallMs, elapsedMs] = [now.wallMs - begun.wallMs, now.elapsedMs - begun.elapsedMs];
    // A clock that was set back tells nothing.
    return wallMs >= 0 && Math.max(wallMs, elapsedMs) <= forMs;
  }

  /** For how many milliseconds more it is so, if no clock is set; 0 where it is not. */
  leftMs(step: string, forMs: number): number {
    const begun = this.#times.get(step);
    if (begun === undefined || !this.wasLately(step, forMs)) return 0;
    return forMs - (this.#now().elapsedMs - begun.elapsedMs);
  }

  #now(): Times {
    return { wallMs: this.#clock.now(), elapsedMs: this.#clock.monotonicMs() };
  }
}

interface Times {
  readonly wallMs: number;
  readonly elapsedMs: number;
}

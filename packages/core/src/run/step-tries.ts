import { Renewals, Tries } from '../steps/step-context.ts';

/** The tries of the steps of a run that count some. Most steps need none, and cost nothing here. */
export class StepTries {
  readonly #tries = new Map<string, Tries>();
  readonly #renewals = new Map<string, Renewals>();

  /** When the first try of a step began, where tries of it are counted. */
  startedMs(step: string): number | undefined {
    return this.#tries.get(step)?.startedMs;
  }

  /** Counted from now on. `startedMs`: when the present try began, by `clock.monotonicMs()`. */
  of(step: string, startedMs: number): Tries {
    const tries = this.#tries.get(step) ?? new Tries(startedMs);
    this.#tries.set(step, tries);
    return tries;
  }

  /** Of a step that others rely on, whichever of them asks: all of them together would do it too often. */
  renewalsOf(step: string): Renewals {
    const renewals = this.#renewals.get(step) ?? new Renewals();
    this.#renewals.set(step, renewals);
    return renewals;
  }

  /** The step is done: no try follows. */
  forget(step: string): void {
    this.#tries.delete(step);
  }
}

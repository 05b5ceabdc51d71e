import { describeThrown, InvariantError } from '../errors.ts';

/** What keeps a run going. It has come to rest when nothing is left that could move it, and an error ends it. */
export class RunActivity {
  #count = 0;
  #fatal: Error | undefined;
  #notify: () => void = () => {};

  /** The first error that the run cannot continue after. */
  get fatal(): Error | undefined {
    return this.#fatal;
  }

  get isAtRest(): boolean {
    return this.#count === 0;
  }

  /** Resolves with the next change. To be asked before looking for what to do, so that no change is missed. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#notify = resolve;
    });
  }

  notify(): void {
    this.#notify();
  }

  enter(): void {
    this.#count += 1;
  }

  /** Something that kept the run going has ended; or several, at once. */
  leave(count = 1): void {
    this.#count -= count;
    this.#notify();
  }

  /** Counts work until it has ended and `onEnd` was called. */
  track(work: Promise<void>, onEnd: () => void = () => {}): void {
    this.enter();
    void this.#follow(work, onEnd);
  }

  async #follow(work: Promise<void>, onEnd: () => void): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.fail(error);
    }
    try {
      onEnd();
      this.leave();
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error: unknown): void {
    this.#fatal ??= asError(error);
    this.#notify();
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new InvariantError(`something that is no error was thrown: ${describeThrown(thrown)}`);
}

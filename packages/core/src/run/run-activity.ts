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
    this.work({ begin: () => work, onResult: () => {}, onEnd });
  }

  /** Counts work from its begin until it has ended, `onResult` has taken in what came of it, and `onEnd` was called. */
  work<Result>(work: Work<Result>): void {
    this.enter();
    void this.#follow(work);
  }

  async #follow<Result>({ begin, onResult, onEnd }: Work<Result>): Promise<void> {
    try {
      onResult(await begin());
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

/** Something that keeps a run going. An error of any of the three ends the run; `onEnd` is called in any case. */
interface Work<Result> {
  readonly begin: () => Promise<Result>;
  readonly onResult: (result: Result) => void;
  readonly onEnd: () => void;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new InvariantError(`something that is not an error was thrown: ${describeThrown(thrown)}`);
}

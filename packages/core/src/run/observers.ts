import { describeThrown } from '../errors.ts';

/** What callbacks of the caller threw. */
export interface ObserverFault {
  /** How often. */
  readonly count: number;
  /** What was thrown first. */
  readonly message: string;
}

/** Calls the caller's own functions. What they throw, or reject with, ends no run; it is counted and reported with its end. */
export class Observers {
  #fault: ObserverFault | undefined;

  get fault(): ObserverFault | undefined {
    return this.#fault;
  }

  call(observe: () => unknown): void {
    try {
      const returned = observe();
      if (returned instanceof Promise) returned.catch((thrown: unknown) => this.#keep(thrown));
    } catch (thrown) {
      this.#keep(thrown);
    }
  }

  #keep(thrown: unknown): void {
    this.#fault = { count: (this.#fault?.count ?? 0) + 1, message: this.#fault?.message ?? describeThrown(thrown) };
  }
}

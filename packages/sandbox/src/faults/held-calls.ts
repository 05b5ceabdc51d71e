import type { When } from './fault-script.ts';

/** A call that waits to be released. */
export interface HeldCall {
  /** The call's `seq` in the request log. */
  readonly seq: number;
  readonly operation: string;
  readonly when: When;
}

/** The calls that a `hold` fault keeps waiting. No clock is involved: only a release ends the wait. */
export class HeldCalls {
  readonly #releases = new Map<HeldCall, () => void>();

  list(): readonly HeldCall[] {
    return [...this.#releases.keys()];
  }

  /** Resolves when the call is released. */
  hold(call: HeldCall): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#releases.set(call, resolve);
    return promise;
  }

  /** Releases the calls of one operation, or all of them, in order of arrival. Returns how many. */
  release(operation?: string): number {
    const calls = this.list().filter((call) => operation === undefined || call.operation === operation);
    for (const call of calls) {
      this.#releases.get(call)?.();
      this.#releases.delete(call);
    }
    return calls.length;
  }
}

import type { Clock } from '../clock.ts';
import type { Json } from '../value/value.ts';

/** One answer serves everybody who asks the same within this time: 300 units check one instance once. */
export const SHARED_READ_MS = 10_000;

/**
 * Which answers may be shared with whoever asks. Counted in changes of a run and not by a clock, which shows the same time
 * before and after a quick one.
 */
export interface Freshness {
  /** How many changes there have been. */
  readonly now: number;
  /** An answer that was asked for when there were fewer may show what was before, and is not taken. */
  readonly since: number;
}

/** For whoever has changed nothing: any answer will do. */
export const NOTHING_CHANGED: Freshness = { now: 0, since: 0 };

interface SharedRead {
  readonly atMs: number;
  /** How many changes there had been when it was asked for. */
  readonly changes: number;
  readonly response: Promise<Json>;
}

/**
 * Answers that are shared for a while. The oldest read is first, so that dropping what is too old looks only at what is
 * dropped, and at the one after it.
 */
export class SharedReads {
  readonly #clock: Clock;
  readonly #reads = new Map<string, SharedRead>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Reads that are kept. */
  get size(): number {
    return this.#reads.size;
  }

  /** The answer to `key`, from `read` when there is none that is young and fresh enough. An error is not kept. */
  get(key: string, read: () => Promise<Json>, freshness: Freshness = NOTHING_CHANGED): Promise<Json> {
    this.#dropOld();
    const known = this.#reads.get(key);
    return known !== undefined && isFresh(known, freshness) ? known.response : this.#read(key, read, freshness);
  }

  /**
   * A new answer to `key`, which is shared from now on. `than`: an answer that `key` had; what has come in its place since
   * is new enough.
   */
  renew(
    key: string,
    read: () => Promise<Json>,
    {
      than,
      freshness = NOTHING_CHANGED,
    }: { readonly than?: Promise<Json> | undefined; readonly freshness?: Freshness } = {},
  ): Promise<Json> {
    this.#dropOld();
    const known = this.#reads.get(key);
    const isNewer = than !== undefined && known !== undefined && known.response !== than;
    return isNewer && isFresh(known, freshness) ? known.response : this.#read(key, read, freshness);
  }

  #read(key: string, read: () => Promise<Json>, { now: changes }: Freshness): Promise<Json> {
    const fresh: SharedRead = { atMs: this.#clock.monotonicMs(), changes, response: read() };
    // Put in anew, because the oldest read is first.
    this.#reads.delete(key);
    this.#reads.set(key, fresh);
    fresh.response.catch(() => {
      if (this.#reads.get(key) === fresh) this.#reads.delete(key);
    });
    return fresh.response;
  }

  #dropOld(): void {
    const lastMs = this.#clock.monotonicMs() - SHARED_READ_MS;
    for (const [key, { atMs }] of this.#reads) {
      if (atMs > lastMs) return;
      this.#reads.delete(key);
    }
  }
}

/** The one rule: what was asked for before the asker's last change is not what there is now. */
export function isFresh({ changes }: { readonly changes: number }, { since }: Freshness): boolean {
  return changes >= since;
}

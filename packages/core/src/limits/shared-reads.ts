import type { Clock } from '../clock.ts';
import type { Json } from '../value/value.ts';

/** One answer serves everybody who asks the same within this time: 300 units check one instance once. */
export const SHARED_READ_MS = 10_000;

interface SharedRead {
  readonly atMs: number;
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

  /** The answer to `key`, from `read` when there is none that is young enough. An error is not kept. */
  get(key: string, read: () => Promise<Json>): Promise<Json> {
    const now = this.#clock.monotonicMs();
    this.#dropUntil(now - SHARED_READ_MS);
    return this.#reads.get(key)?.response ?? this.#read(key, now, read);
  }

  /**
   * A new answer to `key`, which is shared from now on. `than`: an answer that `key` had; what has come in its place since
   * is new enough.
   */
  renew(key: string, read: () => Promise<Json>, than?: Promise<Json>): Promise<Json> {
    const now = this.#clock.monotonicMs();
    this.#dropUntil(now - SHARED_READ_MS);
    const known = this.#reads.get(key)?.response;
    if (than !== undefined && known !== undefined && known !== than) return known;
    // Put in anew, because the oldest read is first.
    this.#reads.delete(key);
    return this.#read(key, now, read);
  }

  #read(key: string, now: number, read: () => Promise<Json>): Promise<Json> {
    const fresh: SharedRead = { atMs: now, response: read() };
    this.#reads.set(key, fresh);
    fresh.response.catch(() => {
      if (this.#reads.get(key) === fresh) this.#reads.delete(key);
    });
    return fresh.response;
  }

  #dropUntil(lastMs: number): void {
    for (const [key, { atMs }] of this.#reads) {
      if (atMs > lastMs) return;
      this.#reads.delete(key);
    }
  }
}

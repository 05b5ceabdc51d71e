import type { RateLimit } from './rate-limit.ts';

/** A sliding window over the calls that were let in. */
export class RateLimiter {
  #admittedAtMs: number[] = [];
  #oldest = 0;

  /** Null when the call may pass; otherwise how many milliseconds until the next one may. */
  admit(limit: RateLimit | null, nowMs: number): number | null {
    if (limit === null) return null;
    this.#forgetUntil(nowMs - limit.windowMs);
    const used = this.#admittedAtMs.length - this.#oldest;
    if (used < limit.limit) {
      this.#admittedAtMs.push(nowMs);
      return null;
    }
    const freedBy = this.#admittedAtMs[this.#admittedAtMs.length - limit.limit] ?? nowMs;
    return Math.max(1, Math.ceil(freedBy + limit.windowMs - nowMs));
  }

  clear(): void {
    this.#admittedAtMs = [];
    this.#oldest = 0;
  }

  #forgetUntil(timeMs: number): void {
    while (this.#oldest < this.#admittedAtMs.length && (this.#admittedAtMs[this.#oldest] ?? 0) <= timeMs)
      this.#oldest += 1;
    // The array is compacted only when half of it is stale, which keeps the cost per call constant.
    if (this.#oldest > 1_024 && this.#oldest * 2 > this.#admittedAtMs.length) {
      this.#admittedAtMs = this.#admittedAtMs.slice(this.#oldest);
      this.#oldest = 0;
    }
  }
}

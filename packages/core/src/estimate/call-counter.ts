/** Calls of one operation: how many, and the most within one window of time. */
export class CallCounter {
  readonly #windowMs: number;
  readonly #sentAt: number[] = [];
  #oldest = 0;
  peak = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  get count(): number {
    return this.#sentAt.length;
  }

  /** Times must not go back. */
  add(sentMs: number): void {
    this.#sentAt.push(sentMs);
    while ((this.#sentAt[this.#oldest] ?? sentMs) <= sentMs - this.#windowMs) this.#oldest += 1;
    this.peak = Math.max(this.peak, this.#sentAt.length - this.#oldest);
  }
}

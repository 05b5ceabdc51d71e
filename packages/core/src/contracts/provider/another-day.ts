const DAYS_MS = 400 * 24 * 3_600_000;

/** What `work` gives on a later day: what is pure gives the same. Only for work that ends before it gives. */
export function onAnotherDay<Result>(work: () => Result): Result {
  const Today = Date;
  globalThis.Date = class extends Today {
    constructor(...given: readonly unknown[]) {
      if (given.length === 0) super(Today.now() + DAYS_MS);
      else super(...(given as [number]));
    }

    static override now(): number {
      return Today.now() + DAYS_MS;
    }
  } as DateConstructor;
  try {
    return work();
  } finally {
    globalThis.Date = Today;
  }
}

import type { Look } from './look.ts';

/** Keys of one database that are compared at once. */
export interface KeyBatch {
  readonly database: number;
  /** Without repetitions. */
  readonly keys: readonly string[];
}

/** How a level looks at keys. */
export interface Looker {
  /** Keys that may differ, with what was seen: the cheapest way to know of the others that they do not. */
  readonly suspects: (batch: KeyBatch) => Promise<ReadonlyMap<string, Look>>;
  /** What both sides have now. */
  readonly look: (batch: KeyBatch) => Promise<ReadonlyMap<string, Look>>;
  /** Types that are not compared by value, with their number. */
  readonly uncovered: ReadonlyMap<string, number>;
}

import type { Clock } from '../../clock.ts';
import type { JobSlice } from '../../provider/job.ts';
import type { WorkDone } from '../../provider/work-done.ts';
import { defined } from '../../value/defined.ts';
import type { JsonObject } from '../../value/value.ts';

/** A slice reports each page that it has read; views need no more than this. */
const SHOWN_EVERY_MS = 1_000;

export interface SliceWorkOptions {
  /** What the job counts. Undefined: nothing. */
  readonly counts: string | undefined;
  readonly slices: readonly JobSlice[];
  /** The results that are recorded, by slice. */
  readonly recorded: () => Readonly<Record<string, JsonObject>>;
  readonly clock: Clock;
  /** There is something new to show. */
  readonly show: () => void;
}

/** How much the slices of a step have done: those that are recorded, by their results, and those at work, by what they report. */
export class SliceWork {
  readonly #options: SliceWorkOptions;
  /** Of attempts that have not been recorded. */
  readonly #reported = new Map<string, number>();
  readonly #total: number | undefined;
  #shownMs: number;

  constructor(options: SliceWorkOptions) {
    this.#options = options;
    const { counts, slices, clock } = options;
    this.#shownMs = clock.monotonicMs();
    const expected = slices.map((slice) => (counts === undefined ? undefined : countIn(slice.arguments, counts)));
    this.#total = expected.reduce(
      (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
      0,
    );
  }

  /** Undefined where the job counts nothing. */
  get done(): WorkDone | undefined {
    const { counts: of, recorded } = this.#options;
    if (of === undefined) return undefined;
    const results = recorded();
    let done = 0;
    for (const result of Object.values(results)) done += countIn(result, of) ?? 0;
    for (const [slice, count] of this.#reported) if (!Object.hasOwn(results, slice)) done += count;
    // What was written since the slices were planned is counted too.
    const total = this.#total === undefined ? undefined : Math.max(this.#total, done);
    return { of, done, ...defined({ total }) };
  }

  /** An attempt at a slice has done so much. */
  report(slice: string, done: number): void {
    const { counts, clock, show } = this.#options;
    if (counts === undefined || !(done >= 0)) return;
    this.#reported.set(slice, done);
    const now = clock.monotonicMs();
    if (now - this.#shownMs < SHOWN_EVERY_MS) return;
    this.#shownMs = now;
    show();
  }
}

function countIn(of: JsonObject, name: string): number | undefined {
  const count = of[name];
  return typeof count === 'number' ? count : undefined;
}

/** A time in which something was active: from `startMs` on, and not any more at `endMs`. */
export interface ActiveInterval {
  readonly startMs: number;
  readonly endMs: number;
}

/** The highest number of intervals that hold the same moment, up to now. One that ends as another starts does not overlap it. */
export function highestOverlap(intervals: readonly ActiveInterval[], nowMs: number): number {
  const started = intervals.filter(({ startMs, endMs }) => startMs <= nowMs && startMs < endMs);
  const starts = started.map(({ startMs }) => startMs).toSorted((left, right) => left - right);
  const ends = started.map(({ endMs }) => endMs).toSorted((left, right) => left - right);
  let highest = 0;
  let ended = 0;
  for (const [index, startMs] of starts.entries()) {
    while ((ends[ended] ?? Number.POSITIVE_INFINITY) <= startMs) ended += 1;
    highest = Math.max(highest, index + 1 - ended);
  }
  return highest;
}

/** How many of the intervals hold the moment. */
export function overlapAt(intervals: readonly ActiveInterval[], atMs: number): number {
  return intervals.filter(({ startMs, endMs }) => startMs <= atMs && atMs < endMs).length;
}

/** A poll showed at `mostMs` that something is over which an earlier one had shown going on at `leastMs`. */
export interface DurationBounds {
  readonly leastMs: number;
  readonly mostMs: number;
}

/**
 * The durations within these bounds that differ least: each as near as it may be to the one duration that agrees with most
 * of them and of those that lasted at least so long. Bounds of equal tasks that were polled at different times close in on
 * what all of them took, where the middle of each would be off by up to half an interval between polls.
 */
export function consistentDurations(ended: readonly DurationBounds[], runningMs: readonly number[]): readonly number[] {
  const commonMs = commonDuration(ended, runningMs);
  return ended.map(({ leastMs, mostMs }) => {
    const marginMs = (mostMs - leastMs) * MARGIN;
    if (commonMs <= leastMs) return leastMs + marginMs;
    return commonMs > mostMs ? mostMs - marginMs : commonMs;
  });
}

/**
 * What still lasted at `leastMs` lasted longer, and what was over at `mostMs` was over before: by at least this part of the
 * bounds. A duration that equals a bound would be seen by the very poll that did not show it, and equal tasks that end near
 * a poll would all seem to need one poll less, or one more, than they did.
 */
const MARGIN = 0.02;

/** The middle of where most bounds overlap; of several such places, of the one in the middle. */
function commonDuration(ended: readonly DurationBounds[], runningMs: readonly number[]): number {
  const starts = [...ended.map(({ leastMs }) => leastMs), ...runningMs].toSorted((left, right) => left - right);
  const ends = ended.map(({ mostMs }) => mostMs).toSorted((left, right) => left - right);
  let [most, places, passed] = [0, [] as number[], 0];
  for (const [index, startMs] of starts.entries()) {
    const nextMs = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    while ((ends[passed] ?? Number.POSITIVE_INFINITY) < startMs) passed += 1;
    const endMs = ends[passed] ?? startMs;
    // Another begins before one ends: more of them overlap there.
    if (nextMs <= endMs) continue;
    const overlapping = index + 1 - passed;
    if (overlapping > most) [most, places] = [overlapping, []];
    if (overlapping === most) places.push((startMs + endMs) / 2);
  }
  return places[(places.length - 1) >> 1] ?? 0;
}

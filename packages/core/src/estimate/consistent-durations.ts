/** A poll showed at `mostMs` that something is over which an earlier one had shown in progress at `leastMs`. */
export interface DurationBounds {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** Which of the durations that agree with all polls: polls leave some room. */
export type Side = 'shortest' | 'middle' | 'longest';

/**
 * The durations within these bounds that differ least: each as near as it may be to the shortest, the middle or the longest
 * one that agrees with most of them and with those that lasted at least so long. Bounds of equal tasks that were polled at different
 * times close in on what all of them took, where the middle of each would be off by up to half an interval between polls.
 *
 * Tasks that end near a poll are seen by it or by the next one, and which of both decides how long a whole wave takes. Both
 * sides are therefore at least `blurMs` apart, and who simulates both has the middle of what may happen.
 */
export function consistentDurations(
  ended: readonly DurationBounds[],
  runningMs: readonly number[],
  { side, blurMs }: { readonly side: Side; readonly blurMs: number },
): readonly number[] {
  const common = commonDurations(ended, runningMs);
  const place = PLACE[side];
  const commonMs = common.leastMs + (common.mostMs - common.leastMs) * place;
  const apartMs = Math.min(blurMs, common.mostMs * MOST_BLUR);
  const missingMs = Math.max(0, apartMs - (common.mostMs - common.leastMs));
  const shiftMs = missingMs * (place - 0.5);
  return ended.map(({ leastMs, mostMs }) => {
    const marginMs = (mostMs - leastMs) * MARGIN;
    const agreeingMs = Math.min(Math.max(commonMs, leastMs + marginMs), mostMs - marginMs);
    return Math.max(0, agreeingMs + shiftMs);
  });
}

/** From the shortest to the longest. */
const PLACE: Readonly<Record<Side, number>> = { shortest: 0, middle: 0.5, longest: 1 };

/** Of the duration: where calls take as long as tasks, a wider blur would be another duration. */
const MOST_BLUR = 0.1;

/**
 * What still lasted at `leastMs` lasted longer, and what was over at `mostMs` was over before: by at least this part of the
 * bounds. A duration that equals a bound would be seen by the very poll that did not show it.
 */
const MARGIN = 0.02;

/** Of so many, one may be out of line: its bounds touch those of the others by chance, or it took longer. */
const ONE_OF = 20;

/** Where the bounds of all but a few overlap; otherwise where most of them do, of several such places the one in the middle. */
function commonDurations(ended: readonly DurationBounds[], runningMs: readonly number[]): DurationBounds {
  const starts = [...ended.map(({ leastMs }) => leastMs), ...runningMs].toSorted((left, right) => left - right);
  const ends = ended.map(({ mostMs }) => mostMs).toSorted((left, right) => left - right);
  const leastMs = starts[starts.length - 1 - Math.floor(starts.length / ONE_OF)] ?? 0;
  const mostMs = ends[Math.floor(ends.length / ONE_OF)] ?? 0;
  return leastMs < mostMs ? { leastMs, mostMs } : mostOverlapping(starts, ends);
}

function mostOverlapping(starts: readonly number[], ends: readonly number[]): DurationBounds {
  let [most, places, passed] = [0, [] as DurationBounds[], 0];
  for (const [index, startMs] of starts.entries()) {
    const nextMs = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    while ((ends[passed] ?? Number.POSITIVE_INFINITY) < startMs) passed += 1;
    const endMs = ends[passed] ?? startMs;
    // Another begins before one ends: more of them overlap there.
    if (nextMs <= endMs) continue;
    const overlapping = index + 1 - passed;
    if (overlapping > most) [most, places] = [overlapping, []];
    if (overlapping === most) places.push({ leastMs: startMs, mostMs: endMs });
  }
  return places[(places.length - 1) >> 1] ?? { leastMs: 0, mostMs: 0 };
}

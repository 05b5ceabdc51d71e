import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ActiveInterval, highestOverlap, overlapAt } from './active-intervals.ts';

const INTERVALS = fc.array(
  fc.record({ startMs: fc.integer({ min: 0, max: 50 }), lengthMs: fc.integer({ min: 0, max: 20 }) }).map(
    ({ startMs, lengthMs }): ActiveInterval => ({
      startMs,
      endMs: lengthMs === 20 ? Number.POSITIVE_INFINITY : startMs + lengthMs,
    }),
  ),
);

test('the highest overlap is the highest of all moments up to now', () => {
  fc.assert(
    fc.property(INTERVALS, fc.integer({ min: 0, max: 80 }), (intervals, nowMs) => {
      // Overlap only grows at a start, so the starts are all the moments there are to look at.
      const moments = intervals.map(({ startMs }) => startMs).filter((startMs) => startMs <= nowMs);
      const highest = Math.max(0, ...moments.map((moment) => overlapAt(intervals, moment)));
      expect(highestOverlap(intervals, nowMs)).toBe(highest);
    }),
  );
});

test('one that ends as another starts does not overlap it', () => {
  expect(
    highestOverlap(
      [
        { startMs: 0, endMs: 5 },
        { startMs: 5, endMs: 9 },
      ],
      100,
    ),
  ).toBe(1);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundsOf, type SliceBounds, slicesFor } from './seq-no-slices.ts';

it.each([
  [0, 1],
  [9_999, 1],
  [10_000, 2],
  [20_000, 4],
  [500_000, 4],
  [800_001, 8],
  [10_000_000, 52],
])('cuts %d documents into %d slices, so that all places of a connection have work to the end', (documents, slices) => {
  expect(slicesFor(documents)).toBe(slices);
});

it('cuts disjoint ranges that leave nothing out, and of which the last one has no end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 0, max: 5_000 }), (count, highest) => {
      const bounds = boundsOf(count, highest);
      for (let number = 0; number <= highest + 10; number += 1)
        expect([number, bounds.filter((range) => isIn(range, number)).length]).toEqual([number, 1]);
    }),
    { numRuns: 30 },
  );
});

function isIn({ gte = 0, lt }: SliceBounds, number: number): boolean {
  return number >= gte && (lt === undefined || number < lt);
}

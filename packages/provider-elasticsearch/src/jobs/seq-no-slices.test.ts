import { expect, it } from 'vitest';
import { slicesFor } from './seq-no-slices.ts';

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

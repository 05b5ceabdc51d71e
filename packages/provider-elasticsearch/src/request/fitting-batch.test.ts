import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fittingBatch } from './fitting-batch.ts';

describe('a batch', () => {
  it('has as many documents as take 2 MB in the index, one at least and 2,000 at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e13 }), (documents, bytes) => {
        const size = fittingBatch({ documents, bytes });
        expect(Number.isInteger(size) && size >= 1 && size <= 2_000).toBe(true);
        if (size > 1) expect((size * bytes) / documents).toBeLessThanOrEqual(2_000_000);
        if (size < 2_000) expect(((size + 1) * bytes) / documents).toBeGreaterThan(2_000_000);
      }),
    );
  });

  it('is read from texts, as lists of indices have numbers', () => {
    expect(fittingBatch({ documents: 500_000, bytes: '320000000' })).toBe(2_000);
    expect(fittingBatch({ documents: 10, bytes: '50000000' })).toBe(1);
  });

  it.each([
    {},
    { documents: 0, bytes: '460' },
    { documents: 5, bytes: null },
    { documents: 5, bytes: '' },
    { documents: 5, bytes: 0 },
  ])('is that of clusters where the index says nothing: %o', (held) => {
    expect(fittingBatch(held)).toBe(1_000);
  });
});

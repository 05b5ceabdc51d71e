import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchIn, fittingBatch } from './fitting-batch.ts';

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

it('of a request is the size that is given, then one that fits, and a text until it is known', () => {
  const reference = '${{ steps.check-open.outputs.bytes }}';
  expect(batchIn({ size: 7, fits: { documents: 1, bytes: 1 } })).toBe(7);
  expect(batchIn({})).toBeUndefined();
  expect(batchIn({ fits: { documents: 100, bytes: '10000000' } })).toBe(20);
  const fits = { documents: 100, bytes: 10_000_000 };
  const startedOver = [['a'], ['a', 'b'], ['a', 'b', 'c'], Array.from({ length: 8 }, (_, at) => `${at}`)].map(
    (tokens) => batchIn({ fits: { ...fits, tokens } }),
  );
  expect(startedOver).toEqual([20, 5, 1, 1]);
  expect(batchIn({ fits: { documents: 5, bytes: reference } })).toEqual({ documents: 5, bytes: reference });
});

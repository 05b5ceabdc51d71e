import type { JsonObject } from '@waybill/core';
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
  expect(batchIn({ fits: { documents: 5, bytes: reference } })).toEqual({ documents: 5, bytes: reference });
});

describe('of a unit that is started over', () => {
  /** A batch of the first start, and of those after it. */
  const batches = (fits: JsonObject, starts: number) =>
    Array.from({ length: starts }, (_, at) =>
      batchIn({ fits: { ...fits, tokens: Array.from({ length: at + 1 }, (_token, number) => `${number}`) } }),
    );

  it('a batch has a quarter twice, and then stays as it is: it was started over for other reasons', () => {
    expect(batches({ documents: 1_000_000, bytes: '900000000' }, 9)).toEqual([2_000, 500, ...Array(7).fill(125)]);
  });

  it('a batch gets small enough for a target of 512 MB, where 3,000 small documents have 40 of 3.7 MB behind them', () => {
    expect(batches({ documents: 3_040, bytes: 150_000_000 }, 4)).toEqual([40, 10, 2, 2]);
  });

  it('a batch has one document at least', () => {
    expect(batches({ documents: 100, bytes: 10_000_000 }, 4)).toEqual([20, 5, 1, 1]);
  });
});

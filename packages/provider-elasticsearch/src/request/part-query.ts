import type { JsonObject } from '@waybill/core';
import { boundsOf, rangeOf } from '../jobs/seq-no-slices.ts';

/**
 * The documents of one part. A `slice` would be ignored where the source is another cluster. Before the highest number is
 * known (a preview), it stays the text that refers to it.
 */
export function partQuery({ number, of, max_seq_no: highest }: JsonObject): JsonObject {
  if (typeof number !== 'number' || typeof of !== 'number' || typeof highest !== 'number')
    return { range: { _seq_no: { part: [number ?? null, of ?? null], up_to: highest ?? null } } };
  const bounds = boundsOf(of, highest)[number - 1] ?? { gte: highest + 1 };
  // Documents that a version before 6.0 has written have no number: all of them belong to the first part.
  return number === 1 ? everythingBelow(bounds.lt) : rangeOf(bounds);
}

function everythingBelow(end: number | undefined): JsonObject {
  return end === undefined ? { match_all: {} } : { bool: { must_not: [rangeOf({ gte: end })] } };
}

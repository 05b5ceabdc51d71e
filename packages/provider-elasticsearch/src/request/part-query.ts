import type { JsonObject } from '@waybill/core';
import { boundsOf, rangeOf } from '../jobs/seq-no-slices.ts';

/**
 * The documents of one part. A `slice` would be ignored where the source is another cluster. Before the highest number is
 * known (a preview), it stays the text that refers to it.
 */
export function partQuery({ number, of, max_seq_no: highest }: JsonObject): JsonObject {
  if (typeof number !== 'number' || typeof of !== 'number' || typeof highest !== 'number')
    return { range: { _seq_no: { part: [number ?? null, of ?? null], up_to: highest ?? null } } };
  return rangeOf(boundsOf(of, highest)[number - 1] ?? { gte: highest + 1 });
}

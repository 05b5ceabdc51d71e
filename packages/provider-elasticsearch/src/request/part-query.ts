import type { JsonObject } from '@waybill/core';

/**
 * The documents of one part: a range of sequence numbers, which every index since 6.0 has, without a field of the user's.
 * Parts are disjoint and leave nothing out: the last one has no end, so that what is written meanwhile belongs to it. A
 * `slice` would be ignored where the source is another cluster.
 *
 * Before the highest number is known (a preview), it stays the text that refers to it.
 */
export function partQuery({ number, of, max_seq_no: highest }: JsonObject): JsonObject {
  if (typeof number !== 'number' || typeof of !== 'number' || typeof highest !== 'number')
    return { range: { _seq_no: { part: [number ?? null, of ?? null], up_to: highest ?? null } } };
  const bound = (part: number): number => Math.floor(((highest + 1) * part) / of);
  const end = number < of ? { lt: bound(number) } : {};
  return { range: { _seq_no: { gte: bound(number - 1), ...end } } };
}

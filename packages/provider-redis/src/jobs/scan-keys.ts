import type { JsonObject } from '@waybill/core';
import { textOf, textsOf } from '@waybill/provider-kit';
import { unreadable } from '../answer/answer-rules.ts';
import { type CursorRange, firstCursor, isWithin } from './cursor-range.ts';
import { drawnOf } from './drawn-keys.ts';
import type { Side } from './job-sides.ts';

/** Keys that one call scans for a sample, which draws few of them: some two milliseconds. */
const SAMPLED_KEYS = 4_000;

/**
 * The keys of one part, page by page, each page without repetitions. `share`: about how many of them a sample draws, by
 * `seed`; its pages are as full as those of all keys.
 */
export async function* scanKeys(
  { connection, layout: { pageKeys } }: Side,
  { node, database, bits, part, share, seed }: JsonObject,
): AsyncGenerator<readonly string[]> {
  const range: CursorRange = { bits: Number(bits ?? 0), part: Number(part ?? 0) };
  const isSampled = typeof share === 'number';
  const count = isSampled ? Math.min(SAMPLED_KEYS, Math.ceil(pageKeys / share)) : pageKeys;
  let kept = new Set<string>();
  for (let cursor = firstCursor(range); ; ) {
    const args = { node: node ?? null, database: database ?? 0, cursor, count };
    const answer = await connection.read('ScanKeys', args);
    const [next, keys] = Array.isArray(answer) ? answer : [];
    cursor = textOf(next) ?? '';
    if (!/^\d+$/.test(cursor)) throw unreadable('ScanKeys', 'it has no cursor');
    const all = textsOf(keys);
    for (const key of isSampled ? drawnOf(all, share, Number(seed)) : all) kept.add(key);
    const isLast = !isWithin(cursor, range);
    if (kept.size > 0 && (isLast || !isSampled || kept.size >= pageKeys)) {
      yield [...kept];
      kept = new Set();
    }
    if (isLast) return;
  }
}

import type { JsonObject } from '@waybill/core';
import { textOf, textsOf } from '@waybill/provider-kit';
import { unreadable } from '../answer/answer-rules.ts';
import { type CursorRange, firstCursor, isWithin } from './cursor-range.ts';
import type { Side } from './job-sides.ts';

/** Keys of a page: a server scans them in well under a millisecond. */
const PAGE_KEYS = 500;

/** The keys of one part, page by page, each page without repetitions. `most`: where it ends before that. */
export async function* scanKeys(
  { connection }: Side,
  { node, database, bits, part, most }: JsonObject,
): AsyncGenerator<readonly string[]> {
  const range: CursorRange = { bits: Number(bits ?? 0), part: Number(part ?? 0) };
  const limit = typeof most === 'number' ? most : Number.POSITIVE_INFINITY;
  let seen = 0;
  for (let cursor = firstCursor(range); ; ) {
    const args = { node: node ?? null, database: database ?? 0, cursor, count: PAGE_KEYS };
    const answer = await connection.read('ScanKeys', args);
    const [next, keys] = Array.isArray(answer) ? answer : [];
    cursor = textOf(next) ?? '';
    if (!/^\d+$/.test(cursor)) throw unreadable('ScanKeys', 'it has no cursor');
    const page = [...new Set(textsOf(keys))];
    seen += page.length;
    if (page.length > 0) yield page;
    if (!isWithin(cursor, range) || seen >= limit) return;
  }
}

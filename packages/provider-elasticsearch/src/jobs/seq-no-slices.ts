import { defined, type JobConnection, type Json, type JsonObject } from '@waybill/core';
import { fieldsOf, objectOf } from '@waybill/provider-kit';
import type { CountDocumentsResponse, ShowIndexStatsResponse } from '../generated/answers.generated.ts';
import { unreadable } from '../session/document-calls.ts';

/** Documents of a slice, at most: one to a few minutes of work. */
const MOST_PER_SLICE = 200_000;
/** Fewer gain nothing by a slice of their own. */
export const LEAST_PER_SLICE = 5_000;
/** Slices that a connection works on at once where its `limits:` say nothing. */
export const AT_ONCE = 4;
export const MOST_SLICES = 1_000;

/** A range of sequence numbers; empty: all documents, also those that have none. */
export interface SliceBounds {
  readonly gte?: number;
  /** Absent from the last one: what is written meanwhile belongs to it. */
  readonly lt?: number;
}

export interface CutIndex {
  readonly connection: JobConnection;
  readonly index: string;
  readonly query: JsonObject | undefined;
  /** Undefined: as many as the documents need. */
  readonly parts: number | undefined;
  /** @default 1,000 */
  readonly mostSlices?: number;
}

/**
 * Cuts an index by its sequence numbers, which each shard counts by itself: a range holds its part of every shard, without a
 * field of the user's. Documents that were written by a version before 6.0 have none; then all are one slice.
 *
 * @throws ProviderError
 */
export async function cutBySequenceNumbers(cut: CutIndex): Promise<readonly (SliceBounds & Share)[]> {
  const { connection, index, query, parts, mostSlices = MOST_SLICES } = cut;
  const documents = await countDocuments(connection, index, query);
  const wanted = Math.min(mostSlices, parts ?? slicesFor(documents));
  if (wanted <= 1) return [{ documents }];
  const stats = await connection.read('ShowIndexStats', { index, level: 'shards' });
  const highest = fieldsOf<ShowIndexStatsResponse>(stats).max_seq_no;
  // Counted after all of them: with what was written in between it is too many and never too few.
  const numbered = await countDocuments(connection, index, within(query, { gte: 0 }));
  if (typeof highest !== 'number' || numbered < documents) return [{ documents }];
  return shareOut(boundsOf(Math.min(wanted, highest + 1), highest), documents);
}

/** How many documents a slice is expected to have, by which views show how far all of them are. */
export interface Share {
  readonly documents: number;
}

/** As if all slices had as many: their sum is right. Pure. */
export function shareOut<Slice>(slices: readonly Slice[], documents: number): readonly (Slice & Share)[] {
  const until = (count: number): number => Math.floor((documents * count) / slices.length);
  return slices.map((slice, index) => ({ ...slice, documents: until(index + 1) - until(index) }));
}

/** As many as are worked on at once, or several times as many: all begin together, and end at about the same time. Pure. */
export function slicesFor(documents: number): number {
  const needed = Math.ceil(documents / MOST_PER_SLICE);
  const even = Math.ceil(needed / AT_ONCE) * AT_ONCE;
  return Math.max(1, Math.min(even, Math.floor(documents / LEAST_PER_SLICE)));
}

/** Disjoint, and nothing is left out. Pure. */
export function boundsOf(count: number, highest: number): readonly SliceBounds[] {
  const bound = (number: number): number => Math.floor(((highest + 1) * number) / count);
  return Array.from({ length: count }, (_, index) =>
    index === count - 1 ? { gte: bound(index) } : { gte: bound(index), lt: bound(index + 1) },
  );
}

/** The query of a slice: its range, beside the query that there is. Pure. */
export function within(query: JsonObject | undefined, bounds: SliceBounds): JsonObject | undefined {
  return bounds.gte === undefined && bounds.lt === undefined ? query : beside(query, rangeOf(bounds));
}

export function rangeOf(bounds: SliceBounds): JsonObject {
  return { range: { _seq_no: { ...bounds } } };
}

/** Both queries together. Pure. */
export function beside(query: Json | undefined, range: JsonObject): JsonObject {
  return query === undefined ? range : { bool: { filter: [query, range] } };
}

/** Of a slice that was read from the journal. */
export function readBounds({ gte, lt }: JsonObject): SliceBounds {
  return defined({
    gte: typeof gte === 'number' ? gte : undefined,
    lt: typeof lt === 'number' ? lt : undefined,
  });
}

/** Bytes of all primary shards, of the answer of `ShowIndexStats`; undefined where it does not say it. */
export function bytesIn(stats: Json): number | undefined {
  const primaries = objectOf(objectOf(fieldsOf<ShowIndexStatsResponse>(stats)._all)['primaries']);
  const bytes = objectOf(primaries['store'])['size_in_bytes'];
  return typeof bytes === 'number' ? bytes : undefined;
}

/** @throws ProviderError */
export async function countDocuments(
  connection: JobConnection,
  index: string,
  query: JsonObject | undefined,
): Promise<number> {
  const counted = fieldsOf<CountDocumentsResponse>(await askForCount(connection, index, query)).count;
  if (typeof counted !== 'number') throw unreadable('CountDocuments', 'it is no count');
  return counted;
}

export function askForCount(connection: JobConnection, index: string, query: JsonObject | undefined): Promise<Json> {
  return connection.read('CountDocuments', { index, ...defined({ query }) });
}

import type { JsonObject } from '@waybill/core';
import { fieldsOf } from '@waybill/provider-kit';
import type { CountDocumentsResponse } from '../generated/answers.generated.ts';
import type { ScrolledIndex } from './scroll-documents.ts';
import {
  askForCount,
  bytesIn,
  type CutIndex,
  cutBySequenceNumbers,
  LEAST_PER_SLICE,
  MOST_SLICES,
  readBounds,
  shareOut,
  within,
} from './seq-no-slices.ts';

/** Which shards are slices. */
export interface FitShards {
  /** So many of them share the work well. */
  readonly areFit: (shards: number) => boolean;
  /** Of a shard, on average. It is read in one go: what a run repeats when it was stopped. */
  readonly mostDocuments: number;
}

/** With fewer, both sides together would have fewer slices at work than a connection allows. */
const LEAST_SHARDS = 2;
const READ_SHARDS: FitShards = { areFit: (shards) => shards >= LEAST_SHARDS, mostDocuments: 1_000_000 };
const MOST_BYTES = 4_000_000_000;

/**
 * Cuts an index into slices that are only read: by its shards, unless these are few or large. To read a shard from its beginning
 * to its end costs a cluster a quarter less than to find ranges of sequence numbers in all of them, page by page.
 *
 * @throws ProviderError
 */
export async function cutForReading(cut: CutIndex, fit: FitShards = READ_SHARDS): Promise<readonly JsonObject[]> {
  const { shards, documents } = cut.parts === undefined ? await readableShards(cut, fit) : NO_SHARDS;
  if (shards === 0) return (await cutBySequenceNumbers(cut)).map((bounds) => ({ ...bounds }));
  const slices = Array.from({ length: shards }, (_, shard) => ({ shard }));
  return shareOut(slices, documents).map((slice) => ({ ...slice }));
}

interface Shards {
  /** How many there are; 0 where they are no slices. */
  readonly shards: number;
  readonly documents: number;
}

const NO_SHARDS: Shards = { shards: 0, documents: 0 };

async function readableShards(
  { connection, index, query, mostSlices = MOST_SLICES }: CutIndex,
  { areFit, mostDocuments }: FitShards,
): Promise<Shards> {
  const { count, _shards: answered } = fieldsOf<CountDocumentsResponse>(await askForCount(connection, index, query));
  // Of all shards, also of those that are not there: a search then says so.
  const shards = fieldsOf<{ total: number }>(answered).total;
  if (typeof count !== 'number' || typeof shards !== 'number') return NO_SHARDS;
  const documents = count / shards;
  const isFit = documents >= LEAST_PER_SLICE && documents <= mostDocuments;
  if (!areFit(shards) || shards > mostSlices || !isFit) return NO_SHARDS;
  const bytes = bytesIn(await connection.read('ShowIndexStats', { index, level: 'shards' }));
  return bytes !== undefined && bytes / shards <= MOST_BYTES ? { shards, documents: count } : NO_SHARDS;
}

/** What a slice reads, of one that was read from the journal. */
export function readSlice(
  args: JsonObject,
  query: JsonObject | undefined,
): Pick<ScrolledIndex, 'query'> & { readonly shard?: number } {
  const { shard } = args;
  return typeof shard === 'number' ? { query, shard } : { query: within(query, readBounds(args)) };
}

import { type JobConnection, type Json, type JsonObject, ProviderError } from '@waybill/core';
import { fieldsOf } from '@waybill/provider-kit';
import type { ShowIndexStatsResponse } from '../generated/answers.generated.ts';

/** Of one shard: the first sequence number that may not be read yet. */
export interface ShardPosition {
  /** Everything below is written in every copy of the shard, and is found after a refresh. */
  readonly written: number;
  /** No number at or above it has been given out. */
  readonly next: number;
}

/**
 * How far each shard has been written, by its number.
 *
 * @throws ProviderError for an index that does not say it
 */
export async function shardPositions(connection: JobConnection, index: string): Promise<readonly ShardPosition[]> {
  const stats = fieldsOf<ShowIndexStatsResponse>(await connection.read('ShowIndexStats', { index, level: 'shards' }));
  const written = readPositions(stats.positions);
  const highest = readPositions(stats.max_seq_nos);
  if (written === undefined || highest === undefined) throw withoutNumbers(index);
  return written.map((position, shard) => ({ written: position, next: (highest[shard] ?? position - 1) + 1 }));
}

/** By the numbers of shards, as a check or an earlier round has noted them; undefined: it has not. */
export function readPositions(noted: Json | undefined): readonly number[] | undefined {
  if (!Array.isArray(noted)) return undefined;
  const positions = (noted as readonly Json[]).filter((position) => typeof position === 'number');
  return positions.length === noted.length && noted.length > 0 ? positions : undefined;
}

/** Of some of its shards, or of all. */
export function withoutNumbers(index: string): ProviderError {
  return new ProviderError(`${index} does not report the write positions of its shards.`, {
    vendorCode: 'NO_SEQUENCE_NUMBERS',
    class: 'transient',
    effect: 'none',
    hint: 'Check that all its shards are allocated.',
  });
}

/** What a slice reads of one shard. */
export interface ShardRange {
  readonly shard: number;
  readonly from: number;
  /** Undefined: also what is written meanwhile. */
  readonly to: number | undefined;
}

/** As slices hold them. */
export function writeRanges(ranges: readonly ShardRange[]): Json {
  return ranges.map(({ shard, from, to }) => [shard, from, to ?? null]);
}

export function readRanges({ ranges }: JsonObject): readonly ShardRange[] {
  if (!Array.isArray(ranges)) return [];
  return (ranges as readonly (readonly (number | null)[])[]).map(([shard, from, to]) => ({
    shard: shard ?? 0,
    from: from ?? 0,
    to: to ?? undefined,
  }));
}

/** Sequence numbers of one slice; not each of them is a document that is still there. */
const WANTED_PER_SLICE = 200_000;
const MOST_SLICES = 900;

/**
 * Cuts what was written from `from` on, by shards, into slices: a long range into several, short ones together. The last
 * range of each shard is open. Pure.
 *
 * @param next of each shard, the number that is given out next
 */
export function cutRanges(
  from: readonly number[],
  next: readonly number[],
  wanted: number = WANTED_PER_SLICE,
): readonly (readonly ShardRange[])[] {
  const most = Math.max(wanted, Math.ceil(totalOf(from, next) / MOST_SLICES));
  const slices: ShardRange[][] = [];
  let room = 0;
  for (const [shard, begin] of from.entries()) {
    const end = next[shard] ?? begin;
    for (let at = begin; at < end; at += most) {
      const size = Math.min(most, end - at);
      if (size > room) {
        slices.push([]);
        room = most;
      }
      slices.at(-1)?.push({ shard, from: at, to: at + size < end ? at + size : undefined });
      room -= size;
    }
  }
  return slices;
}

/** Numbers that were given out since. Pure. */
export function totalOf(from: readonly number[], next: readonly number[]): number {
  return from.reduce((sum, begin, shard) => sum + Math.max(0, (next[shard] ?? begin) - begin), 0);
}

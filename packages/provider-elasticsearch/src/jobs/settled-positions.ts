import { type JobConnection, ProviderError } from '@waybill/core';
import type { Repeating } from './document-connection.ts';
import { type ShardPosition, shardPositions } from './shard-positions.ts';

/** Between two reads. What a shard had taken in before the source was frozen is written by then, or shows in the numbers. */
const PAUSE_MS = 1_000;
/** Reads in vain; then the migration's `retry:` decides. */
const MOST_READS = 60;

/**
 * The positions of an index that nobody writes to any more: of every shard the same in two reads, and everything that was
 * given a number is written in every copy.
 *
 * @throws ProviderError where something is still written
 */
export async function settledPositions(
  connection: JobConnection,
  index: string,
  { clock, signal }: Repeating,
): Promise<readonly ShardPosition[]> {
  let before = await shardPositions(connection, index);
  for (let reads = 1; reads < MOST_READS; reads += 1) {
    await clock.sleep(PAUSE_MS, signal);
    const now = await shardPositions(connection, index);
    if (areSettled(before, now)) return now;
    before = now;
  }
  throw new ProviderError(`${index} is still being written to although it is frozen.`, {
    vendorCode: 'STILL_WRITTEN',
    class: 'transient',
    effect: 'none',
    hint: 'Find out who writes to it, and whether index.blocks.write is still set.',
  });
}

/** Pure. */
export function areSettled(before: readonly ShardPosition[], now: readonly ShardPosition[]): boolean {
  return (
    before.length === now.length &&
    now.every(({ written, next }, shard) => written === next && before[shard]?.next === next)
  );
}

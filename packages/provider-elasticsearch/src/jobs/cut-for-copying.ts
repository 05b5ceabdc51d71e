import { type JobConnection, type JsonObject, ProviderError } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf } from '@waybill/provider-kit';
import type { ShowNodesResponse } from '../generated/answers.generated.ts';
import { cutForReading } from './cut-for-reading.ts';
import { AT_ONCE, type CutIndex } from './seq-no-slices.ts';

/** So many rounds of slices that one with few of them weighs little. */
const MANY_ROUNDS = 3;
/** Of a shard, on average: what is written again when a run was stopped. */
const MOST_DOCUMENTS = 500_000;

/**
 * Cuts an index into slices that are read and written: by its shards, where as many as the target can work on at once share them
 * evenly. Then a page comes from one shard, and in a copy with as many shards it goes into one.
 *
 * @throws ProviderError
 */
export async function cutForCopying(cut: CutIndex, target: JobConnection): Promise<readonly JsonObject[]> {
  const atOnce = await slicesAtOnce(target);
  const areFit = (shards: number): boolean => shards % atOnce === 0 || shards >= MANY_ROUNDS * atOnce;
  return await cutForReading(cut, { areFit, mostDocuments: MOST_DOCUMENTS });
}

/** As many as the nodes of the target have processors, up to those that a connection works on. */
async function slicesAtOnce(target: JobConnection): Promise<number> {
  try {
    const answer = await target.read('ShowNodes', PROCESSORS);
    const nodes = rowsOf<{ os?: object }>(fieldsOf<ShowNodesResponse>(answer).nodes);
    const processors = nodes.map(({ os }) => objectOf(os)['allocated_processors']);
    if (processors.length === 0 || !processors.every((count) => typeof count === 'number')) return AT_ONCE;
    return Math.max(
      1,
      Math.min(
        AT_ONCE,
        processors.reduce((sum, count) => sum + count, 0),
      ),
    );
  } catch (error) {
    // A user who may write an index may not always see the nodes.
    if (error instanceof ProviderError) return AT_ONCE;
    throw error;
  }
}

const PROCESSORS = {
  node_id: '_all',
  metric: 'os',
  filter_path: 'nodes.*.version,nodes.*.os.allocated_processors',
} as const;

import { defined, type JobContext, type JobDefinition, type JsonObject } from '@waybill/core';
import { ofSomeDocuments } from './expected-work.ts';
import { sidesOf } from './job-sides.ts';
import { madeAnew, refuseRemadeSource } from './refuse-remade-source.ts';
import { leftOutIn, roomPerSlice } from './refused-documents.ts';
import {
  copyWritten,
  isStartedOver,
  REFUSED_OUTPUTS,
  ROUND_PROPERTIES,
  summarizeRound,
  type WrittenSince,
} from './round.ts';
import { within } from './seq-no-slices.ts';
import { settledPositions } from './settled-positions.ts';
import {
  cutRanges,
  readPositions,
  readRanges,
  type ShardPosition,
  shardPositions,
  totalOf,
  withoutNumbers,
  writeRanges,
} from './shard-positions.ts';
import { takePipelines } from './take-pipelines.ts';
import { typeOfTarget } from './target-type.ts';

export const CATCH_UP = 'catch-up';

/**
 * One round of catching up: reads the documents that were written to the source since a noted position, each shard by its own
 * numbers, and makes those of the copy the same. It notes where the next round begins before it reads anything: whatever is
 * written while it reads, and whatever it reads too early, is read again then. Deletions it does not see.
 */
export const catchUp: JobDefinition = {
  name: CATCH_UP,
  title: 'copy the documents that were written since',
  inputSchema: {
    type: 'object',
    required: ['source', 'dest', 'target_version', 'positions'],
    properties: {
      ...ROUND_PROPERTIES,
      /** Where it begins, by shards. */
      positions: { type: 'array', items: { type: 'integer' } },
    },
  },
  outputs: ['documents', 'positions', ...REFUSED_OUTPUTS],
  counts: 'documents',
  planSlices,
  runSlice: ({ arguments: args }, context) => copyWritten(rangesOf(args, context), args, context),
  summarize(results, input) {
    const positions = results[0]?.slice.arguments['next'] ?? input['positions'] ?? null;
    return summarizeRound(results, input, { positions });
  },
  leftOutIn,
  access: ['reads', 'writes'],
  expectedWork: ofSomeDocuments,
  assumedDuration: { p50Ms: 2_000, p90Ms: 60_000, source: 'what is written while an index is being copied' },
};

async function planSlices(context: JobContext) {
  const { origin, source } = sidesOf(context);
  const { input, clock, signal } = context;
  await refuseRemadeSource(context);
  const noted = readPositions(input['positions']) ?? [];
  const now = await (input['is_frozen'] === true
    ? settledPositions(origin, source, { clock, signal })
    : shardPositions(origin, source));
  refuseAnotherIndex(noted, now, source);
  if (input['is_frozen'] === true) await takePipelines(context);
  // After the positions: so everything before them is found.
  await origin.read('RefreshIndex', { index: source });
  const isAnew = isStartedOver(input);
  const from = isAnew ? noted.map(() => 0) : noted;
  const next = now.map(({ next: number }) => number);
  // What an earlier attempt has left behind, no later round would find.
  if (totalOf(from, next) <= (isAnew ? 0 : Number(input['until'] ?? 0))) return [];
  const slices = cutRanges(from, next);
  const type = await typeOfTarget(context);
  return slices.map((ranges, index) => ({
    name: `${index + 1}-of-${slices.length}`,
    arguments: {
      ranges: writeRanges(ranges),
      ...defined({ type }),
      ...roomPerSlice(slices.length),
      ...(index === 0 ? { next: now.map(({ written }) => written) } : {}),
    },
  }));
}

/** Numbers of an index never go back. */
function refuseAnotherIndex(noted: readonly number[], now: readonly ShardPosition[], source: string): void {
  if (now.length < noted.length) throw withoutNumbers(source);
  const isSame = noted.length === now.length && now.every(({ next }, shard) => next >= (noted[shard] ?? 0));
  if (isSame) return;
  throw madeAnew(source);
}

function rangesOf(args: JsonObject, context: JobContext): readonly WrittenSince[] {
  const { query } = sidesOf(context);
  return readRanges(args).map(({ shard, from, to }) => ({
    shard,
    query: within(query, { gte: from, ...defined({ lt: to }) }),
  }));
}

import { defined, type JobContext, type JobDefinition, type JsonObject } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { sidesOf } from './job-sides.ts';
import { withFittingPages } from './page-size.ts';
import { pipePages } from './pipe-pages.ts';
import { madeAnew, refuseRemadeSource } from './refuse-remade-source.ts';
import { failureOfRefused, namedPerSlice, namesOf, refuseTooMany } from './refused-documents.ts';
import { replaceDocuments } from './replace-documents.ts';
import { within } from './seq-no-slices.ts';
import { settledPositions } from './settled-positions.ts';
import {
  cutRanges,
  readPositions,
  readRanges,
  type ShardPosition,
  type ShardRange,
  shardPositions,
  totalOf,
  writeRanges,
} from './shard-positions.ts';
import { sumOf } from './sum-of.ts';
import { typeOfTarget } from './target-type.ts';
import type { RefusedDocument, WrittenIndex } from './write-bulk.ts';

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
      source: { type: 'string' },
      /** Of the source when it was checked: one that was made anew since is refused. */
      source_uuid: {},
      dest: { type: 'string' },
      target_version: { type: 'string' },
      type: { type: 'string' },
      query: { type: 'object' },
      batch: { type: 'integer', minimum: 1 },
      tolerate: { type: 'integer', minimum: 0 },
      /** Where it begins, by shards. */
      positions: { type: 'array', items: { type: 'integer' } },
      /** Those of the unit: with more than one, what an earlier attempt has copied may be old. */
      tokens: { type: 'array' },
      /** A difference that is small enough: it is left to the next round. */
      until: { type: 'integer', minimum: 0 },
      /** No further round follows before the source is frozen. */
      is_last: { type: 'boolean' },
      /** Nothing is written to the source any more. */
      is_frozen: { type: 'boolean' },
    },
  },
  outputs: ['documents', 'positions'],
  planSlices,
  runSlice: ({ arguments: args }, context) => runSlice(args, context),
  summarize(results, input) {
    const [documents, refused] = [sumOf(results, 'documents'), sumOf(results, 'refused')];
    const failure = failureOfRefused(results, { refused, documents }, input);
    if (failure !== undefined) return failure;
    if (input['is_last'] === true && documents > Number(input['until'] ?? 0)) return stillFar(documents, input);
    const positions = results[0]?.slice.arguments['next'] ?? input['positions'] ?? null;
    return { kind: 'succeeded', outputs: { documents, positions }, detail: describe(documents, results.length) };
  },
  access: ['reads', 'writes'],
  assumedDuration: { p50Ms: 2_000, p90Ms: 60_000, source: 'what is written while an index is copied' },
};

function describe(documents: number, slices: number): string {
  return slices === 0 ? 'the difference is small enough' : `${documents} documents that were written since`;
}

function stillFar(documents: number, { until }: JsonObject) {
  return {
    kind: 'failed',
    reason: `The last round found ${documents} documents that were written during the one before it, and not ${Number(until ?? 0)} at most.`,
    hint: 'Write less to the source, or allow more with catch_up: { until, rounds }.',
  } as const;
}

async function planSlices(context: JobContext) {
  const { origin, source } = sidesOf(context);
  const { input, clock, signal } = context;
  await refuseRemadeSource(context);
  const noted = readPositions(input['positions']) ?? [];
  const now = await (input['is_frozen'] === true
    ? settledPositions(origin, source, { clock, signal })
    : shardPositions(origin, source));
  refuseAnotherIndex(noted, now, source);
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
      named: namedPerSlice(slices.length),
      ...(index === 0 ? { next: now.map(({ written }) => written) } : {}),
    },
  }));
}

function isStartedOver({ tokens }: JsonObject): boolean {
  return Array.isArray(tokens) && tokens.length > 1;
}

/** Numbers of an index never go back. */
function refuseAnotherIndex(noted: readonly number[], now: readonly ShardPosition[], source: string): void {
  const isSame = noted.length === now.length && now.every(({ next }, shard) => next >= (noted[shard] ?? 0));
  if (isSame) return;
  throw madeAnew(source);
}

async function runSlice(args: JsonObject, context: JobContext): Promise<JsonObject> {
  const { target, dest } = sidesOf(context);
  const { clock, signal } = context;
  const written: WrittenIndex = { connection: target, index: dest, type: textOf(args['type']), clock, signal };
  const counts: RoundCounts = { documents: 0, refused: [] };
  for (const range of readRanges(args)) await copyRange(range, { context, written, counts });
  return { documents: counts.documents, ...namesOf(counts.refused, Number(args['named'] ?? 1)) };
}

interface RoundCounts {
  documents: number;
  refused: readonly RefusedDocument[];
}

interface Round {
  readonly context: JobContext;
  readonly written: WrittenIndex;
  readonly counts: RoundCounts;
}

async function copyRange({ shard, from, to }: ShardRange, { context, written, counts }: Round): Promise<void> {
  const { origin, source, query, pages } = sidesOf(context);
  const { clock, signal, input } = context;
  const wanted = within(query, { gte: from, ...defined({ lt: to }) });
  const read = { connection: origin, index: source, query: wanted, shard, clock, signal, ...pages };
  const before = { ...counts };
  await withFittingPages({ ...read, parts: 'versioned' }, async (size) => {
    // A pass that begins anew reads everything again.
    Object.assign(counts, before);
    await pipePages({ ...read, parts: 'versioned', size }, async ({ documents }) => {
      counts.documents += documents.length;
      const { refused } = await replaceDocuments(written, documents);
      counts.refused = [...counts.refused, ...refused];
      refuseTooMany(counts.refused, counts.documents, input);
    });
  });
}

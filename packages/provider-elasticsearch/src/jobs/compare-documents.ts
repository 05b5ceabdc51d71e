import type { JobContext, JobDefinition, Json, JsonObject } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { COMPARED_INPUT } from './compared-input.ts';
import { cutForReading, readSlice } from './cut-for-reading.ts';
import { digestIndex } from './digest-pass.ts';
import { bucketsFor, DigestBuckets, readComparison } from './document-digest.ts';
import { ofAllDocuments, USUAL_SLICE } from './expected-work.ts';
import { sidesOf } from './job-sides.ts';
import { type CutIndex, MOST_SLICES } from './seq-no-slices.ts';

export const COMPARE_DOCUMENTS = 'compare-documents';

/**
 * Reads every document of both indices and compares sums of their digests, by buckets of their ids. It finds each difference,
 * and not yet which document it is: that is for `name-differences`, which looks into the buckets that differ.
 *
 * Each side is cut by its own shards or sequence numbers, so that a slice is of one side. A slice that is done again gives what the
 * index holds by then.
 */
export const compareDocuments: JobDefinition = {
  name: COMPARE_DOCUMENTS,
  title: 'compare every document of two indices',
  inputSchema: COMPARED_INPUT,
  outputs: ['documents', 'copied', 'buckets', 'suspects', 'result', 'level'],
  counts: 'documents',
  planSlices,
  runSlice: async ({ arguments: args }, context) => {
    const { origin, target, source, dest, query, pages } = sidesOf(context);
    const { clock, signal, input, report } = context;
    const isOrigin = args['side'] === 'source';
    const index = {
      connection: isOrigin ? origin : target,
      index: isOrigin ? source : dest,
      ...readSlice(args, isOrigin ? query : undefined),
      clock,
      signal,
      ...pages,
    };
    const buckets = await digestIndex(index, readComparison(input), {
      buckets: Number(args['buckets']),
      report,
    });
    return { documents: buckets.documents, digests: buckets.toText() };
  },
  summarize(results) {
    const size = Number(results[0]?.slice.arguments['buckets'] ?? 1);
    const [origin, copy] = [new DigestBuckets(size), new DigestBuckets(size)];
    for (const { slice, result } of results)
      (slice.arguments['side'] === 'source' ? origin : copy).merge(
        DigestBuckets.fromText(textOf(result['digests']) ?? ''),
      );
    const suspects = origin
      .differencesTo(copy)
      .map((at): Json => [at, Math.max(origin.counts[at] ?? 0, copy.counts[at] ?? 0)]);
    const { documents } = origin;
    const detail =
      suspects.length === 0 ? `${documents} documents, equal` : `${suspects.length} of ${size} parts differ`;
    const outputs = { documents, copied: copy.documents, buckets: size, suspects };
    // What differs is for name-differences to say.
    const equal = suspects.length === 0 ? { result: 'equal', level: 'digest' } : {};
    return { kind: 'succeeded', outputs: { ...outputs, ...equal }, detail };
  },
  access: ['reads', 'reads'],
  expectedWork: ofAllDocuments(2),
  assumedDuration: { p50Ms: 15_000, p90Ms: 90_000, source: USUAL_SLICE },
};

async function planSlices(context: JobContext) {
  const { origin, target, source, dest, query } = sidesOf(context);
  // What no search sees yet would be missing on one side.
  await Promise.all([origin.read('RefreshIndex', { index: source }), target.read('RefreshIndex', { index: dest })]);
  const { parts } = context.input;
  const each: Omit<CutIndex, 'connection' | 'index' | 'query'> = {
    parts: typeof parts === 'number' ? parts : undefined,
    mostSlices: MOST_SLICES / 2,
  };
  const [left, right] = await Promise.all([
    cutForReading({ ...each, connection: origin, index: source, query }),
    cutForReading({ ...each, connection: target, index: dest, query: undefined }),
  ]);
  const buckets = bucketsFor(left.length + right.length);
  const longest = Math.max(left.length, right.length);
  // In turns: both clusters have work to the end.
  return Array.from({ length: longest }, (_, index) => [
    ...left.slice(index, index + 1).map((bounds) => sliceOf('source', index, left.length, { ...bounds, buckets })),
    ...right.slice(index, index + 1).map((bounds) => sliceOf('copy', index, right.length, { ...bounds, buckets })),
  ]).flat();
}

function sliceOf(side: 'source' | 'copy', index: number, of: number, args: JsonObject) {
  return { name: `${side}-${index + 1}-of-${of}`, arguments: { side, ...args } };
}

import { defined, type JobContext, type JobDefinition, type Json, type JsonObject } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { BulkPass } from '../answer/bulk-pages.ts';
import { documentsPerSecond } from '../request/documents-per-second.ts';
import { fittingBatch } from '../request/fitting-batch.ts';
import { cutForCopying } from './cut-for-copying.ts';
import { readSlice } from './cut-for-reading.ts';
import { ofAllDocuments, USUAL_SLICE } from './expected-work.ts';
import { isCopiedByCluster, sidesOf } from './job-sides.ts';
import { takeTurn } from './large-passes.ts';
import { type PagedIndex, withFittingPages } from './page-size.ts';
import { pipePages } from './pipe-pages.ts';
import type { WrittenPage } from './read-page.ts';
import { Refusals } from './refusals.ts';
import { refuseRemadeSource, whileSourceSame } from './refuse-remade-source.ts';
import {
  describeLeftOut,
  failureOfRefused,
  leftOutIn,
  namesOf,
  omissionIn,
  refusedIdsIn,
  refuseTooMany,
  roomPerSlice,
} from './refused-documents.ts';
import { type ScrolledIndex, scrollBulks } from './scroll-documents.ts';
import { AT_ONCE, bytesIn, type CutIndex, countDocuments, cutBySequenceNumbers } from './seq-no-slices.ts';
import { sumOf } from './sum-of.ts';
import { typeOfTarget, writtenIndexOf } from './target-type.ts';
import type { WrittenIndex } from './write-bulk.ts';
import { writePage } from './write-page.ts';

export const COPY_DOCUMENTS = 'copy-documents';

/**
 * Reads the documents of one index and writes them into another, each as it was written: nothing is parsed and printed
 * again. A document that is there already stays as it is, so that a slice can be done twice.
 */
export const copyDocuments: JobDefinition = {
  name: COPY_DOCUMENTS,
  title: 'read documents and write them into another index',
  inputSchema: {
    type: 'object',
    required: ['source', 'dest', 'target_version'],
    properties: {
      source: { type: 'string' },
      /** Of the source when it was checked: one that was made anew since is refused. */
      source_uuid: {},
      dest: { type: 'string' },
      target_version: { type: 'string' },
      type: { type: 'string' },
      query: { type: 'object' },
      parts: { type: 'integer', minimum: 1 },
      batch: { type: 'integer', minimum: 1 },
      tolerate: { type: 'integer', minimum: 0 },
      requests_per_second: { type: 'number', exclusiveMinimum: 0 },
    },
  },
  outputs: ['documents', 'created', 'refused', 'refused_ids', 'omitted'],
  counts: 'documents',
  planSlices,
  runSlice: ({ arguments: args }, context) => whileSourceSame(context, () => copySlice(args, context)),
  summarize(results, input) {
    const [documents, created, refused] = [
      sumOf(results, 'documents'),
      sumOf(results, 'created'),
      sumOf(results, 'refused'),
    ];
    const failure = failureOfRefused(results, { refused, documents }, input);
    if (failure !== undefined) return failure;
    const detail = refused === 0 ? `${documents} documents` : describeLeftOut(results, { refused, documents });
    const outputs = { documents, created, refused, ...refusedIdsIn(results), ...omissionIn(results, refused) };
    return { kind: 'succeeded', outputs, detail };
  },
  leftOutIn,
  expectedWork: ofAllDocuments(1),
  access: ['reads', 'writes'],
  assumedDuration: { p50Ms: 60_000, p90Ms: 300_000, source: USUAL_SLICE },
};

async function planSlices(context: JobContext) {
  const { origin, target, source, query } = sidesOf(context);
  const { input } = context;
  const { parts } = input;
  await refuseRemadeSource(context);
  const cut = { connection: origin, index: source, query, parts: typeof parts === 'number' ? parts : undefined };
  const slices = isCopiedByCluster(input) ? await cutForCluster(cut, input) : await cutForCopying(cut, target);
  const type = await typeOfTarget(context);
  return slices.map((bounds, index) => ({
    name: `${index + 1}-of-${slices.length}`,
    arguments: {
      ...bounds,
      ...defined({ type }),
      ...roomPerSlice(slices.length),
      ...(index < slices.length - AT_ONCE ? {} : REFRESHES),
    },
  }));
}

/**
 * A cluster that copies knows no shards, and no sizes of documents. One that copies within itself cuts by itself what is not cut
 * here: a few documents, or those without sequence numbers.
 */
async function cutForCluster(cut: CutIndex, { method }: JsonObject): Promise<readonly JsonObject[]> {
  const { connection, index } = cut;
  const slices = await cutBySequenceNumbers(cut);
  const documents = await countDocuments(connection, index, undefined);
  const bytes = bytesIn(await connection.read('ShowIndexStats', { index, level: 'shards' })) ?? null;
  const batch = fittingBatch({ documents, bytes });
  const cutsItself = method === 'local' && slices.length === 1 && cut.parts === undefined;
  return slices.map((bounds) => ({ ...bounds, batch, ...(cutsItself ? { slices: 'auto' } : {}) }));
}

/**
 * Of the last slices, which end while others are still at work: each makes its documents visible at its end. What is left to the
 * refresh of the whole index then, for which a small node has a single thread, is hardly anything.
 */
const REFRESHES = { refreshes: true } as const;

/** A page is there once, as the bytes that are written. The target has nothing to do for a moment between two of them. */
const PAGE = { wantedCharacters: 4_000_000, mostCharacters: 5_500_000 } as const;

async function copySlice(args: JsonObject, context: JobContext): Promise<JsonObject> {
  const { origin, source, query, pages } = sidesOf(context);
  const { clock, signal, input } = context;
  const wanted = { ...readSlice(args, query), ...PAGE, ...pages };
  const read: PagedIndex = { connection: origin, index: source, clock, signal, ...wanted };
  const written: WrittenIndex = { ...writtenIndexOf(context), type: textOf(args['type']) };
  const refused = new Refusals({ args, context, index: written.index });
  const counts: CopyCounts = { created: 0, documents: 0, refused };
  const most = mostInPage(input['requests_per_second']);
  await withFittingPages(read, (size) => {
    const refreshes = args['refreshes'] === true;
    const pass = () => copyPass({ ...read, size: Math.min(size, most) }, written, { counts, context, refreshes });
    return size === 1 ? takeTurn(signal, pass) : pass();
  });
  const { documents, created } = counts;
  return { documents, created, ...namesOf(refused, args) };
}

interface CopyCounts {
  /** Of all passes: a later one finds them there. */
  created: number;
  /** Of the last pass, as `refused`. */
  documents: number;
  readonly refused: Refusals;
}

interface PassOptions {
  readonly counts: CopyCounts;
  readonly context: Pick<JobContext, 'input' | 'report'>;
  /** Whether the last documents make all of them visible. */
  readonly refreshes: boolean;
}

async function copyPass(
  read: ScrolledIndex,
  written: WrittenIndex,
  { counts, context: { input, report }, refreshes }: PassOptions,
): Promise<void> {
  counts.documents = 0;
  counts.refused.restart();
  const sinceMs = read.clock.now();
  using pass = new BulkPass(written.type);
  await pipePages<WrittenPage>(
    (take) => scrollBulks(read, pass, take),
    async (page) => {
      counts.documents += page.count;
      // A page that is not full is the last one.
      const write = { pass, refreshes: refreshes && page.count < read.size };
      const { created, refused } = await writePage(written, page, write);
      counts.created += created;
      await counts.refused.add(refused);
      report?.(counts.documents);
      refuseTooMany(counts.refused, counts.documents, input);
      await keepPace(read, { documents: counts.documents, sinceMs, perSecond: input['requests_per_second'] });
    },
  );
}

/** The cluster forgets the place of a reader that waits for long between two pages. */
const LONGEST_PAUSE_S = 30;

function mostInPage(given: Json | undefined): number {
  const perSecond = documentsPerSecond(given);
  return perSecond === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(perSecond * LONGEST_PAUSE_S));
}

interface Pace {
  readonly documents: number;
  readonly sinceMs: number;
  /** Documents a second; undefined: as many as the clusters can. */
  readonly perSecond: Json | undefined;
}

/** Waits until so many documents are due. */
async function keepPace({ clock, signal }: ScrolledIndex, { documents, sinceMs, perSecond }: Pace): Promise<void> {
  const rate = documentsPerSecond(perSecond);
  if (rate === undefined) return;
  const aheadMs = (documents / rate) * 1_000 - (clock.now() - sinceMs);
  if (aheadMs > 0) await clock.sleep(aheadMs, signal);
}

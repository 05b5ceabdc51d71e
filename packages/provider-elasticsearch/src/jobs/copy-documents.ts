import { defined, type JobContext, type JobDefinition, type Json, type JsonObject, ProviderError } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import { typesOf } from '../definition/mapping-rules.ts';
import { hasTypes, parseVersion } from '../definition/version.ts';
import type { GetIndexResponse } from '../generated/answers.generated.ts';
import { describeRefused } from './describe-refused.ts';
import { sidesOf } from './job-sides.ts';
import { type PagedIndex, withFittingPages } from './page-size.ts';
import { type ScrolledIndex, scrollDocuments } from './scroll-documents.ts';
import { cutBySequenceNumbers, readBounds, within } from './seq-no-slices.ts';
import { type RefusedDocument, type WrittenCounts, type WrittenIndex, writeBulk } from './write-bulk.ts';

export const COPY_DOCUMENTS = 'copy-documents';

/** Documents whose ids a result names, over all slices as far as there is room. */
const MOST_NAMED = 20;
/** Bytes that the names of all slices together may take: less than what the engine keeps of a step. */
const MOST_NAMED_BYTES = 600_000;
/** What an id and its reason take at most, both cut. */
const NAMED_BYTES = 1_000;
/** A slice that has more of them, beyond those that are tolerated, reads no further. */
const MOST_REFUSED = 1_000;

/** A unit that is started over continues with the index that it has made. */
const REPAIR =
  'Give a mapping that takes them as dest.mappings, delete the index that was made, and start the unit over.';

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
      dest: { type: 'string' },
      target_version: { type: 'string' },
      type: { type: 'string' },
      query: { type: 'object' },
      parts: { type: 'integer', minimum: 1 },
      batch: { type: 'integer', minimum: 1 },
      tolerate: { type: 'integer', minimum: 0 },
    },
  },
  outputs: ['documents', 'created', 'refused'],
  planSlices,
  runSlice: ({ arguments: args }, context) => copySlice(args, context),
  summarize(results, input) {
    const sum = (name: string): number => results.reduce((total, { result }) => total + Number(result[name] ?? 0), 0);
    const [documents, created, refused] = [sum('documents'), sum('created'), sum('refused')];
    if (refused > tolerated(input))
      return {
        kind: 'failed',
        reason: describeRefused(
          refused,
          documents,
          results.flatMap(({ result }) => namedIn(result)),
        ),
        hint: `${REPAIR} Or allow that many with tolerate.`,
      };
    const left = refused === 0 ? '' : `, ${refused} refused`;
    return { kind: 'succeeded', outputs: { documents, created, refused }, detail: `${documents} documents${left}` };
  },
  expectedSlices: ({ parts }) => (typeof parts === 'number' ? parts : undefined),
  access: ['reads', 'writes'],
  assumedDuration: { p50Ms: 60_000, p90Ms: 300_000, source: 'about 200,000 documents of half a kilobyte in a slice' },
};

async function planSlices(context: JobContext) {
  const { origin, source, query } = sidesOf(context);
  const { parts } = context.input;
  const cut = { connection: origin, index: source, query, parts: typeof parts === 'number' ? parts : undefined };
  const slices = await cutBySequenceNumbers(cut);
  const type = await typeOfTarget(context);
  const named = Math.floor(MOST_NAMED_BYTES / NAMED_BYTES / slices.length);
  return slices.map((bounds, index) => ({
    name: `${index + 1}-of-${slices.length}`,
    arguments: { ...bounds, ...defined({ type }), named: Math.max(1, Math.min(MOST_NAMED, named)) },
  }));
}

/** The one that the mapping of the new index has, where the cluster has types. */
async function typeOfTarget(context: JobContext): Promise<string | undefined> {
  const version = parseVersion(textOf(context.input['target_version']) ?? '');
  if (version === undefined || !hasTypes(version)) return undefined;
  const { target, dest } = sidesOf(context);
  const answer = await target.read('GetIndex', { index: dest });
  const [index] = rowsOf<{ mappings?: object }>(fieldsOf<GetIndexResponse>(answer).indices);
  return typesOf(objectOf(index?.mappings))[0] ?? textOf(context.input['type']) ?? '_doc';
}

async function copySlice(args: JsonObject, context: JobContext): Promise<JsonObject> {
  const { origin, target, source, dest, query, pages } = sidesOf(context);
  const { clock, signal, input } = context;
  const wanted = within(query, readBounds(args));
  const read: PagedIndex = { connection: origin, index: source, query: wanted, clock, signal, ...pages };
  const written: WrittenIndex = { connection: target, index: dest, type: textOf(args['type']), clock, signal };
  const counts: CopyCounts = { created: 0, documents: 0, refused: [], mostRefused: mostRefusedOf(input) };
  await withFittingPages(read, (size) => copyPass({ ...read, size }, written, counts));
  const { documents, created, refused } = counts;
  return {
    documents,
    created,
    refused: refused.length,
    named: refused.slice(0, Number(args['named'] ?? 1)).map(cutRefused),
  };
}

interface CopyCounts {
  /** Of all passes: a later one finds them there. */
  created: number;
  /** Of the last pass, as `refused`. */
  documents: number;
  refused: RefusedDocument[];
  readonly mostRefused: number;
}

/** One bulk is under way while the next page is read. Whatever the end is, none is when it ends. */
async function copyPass(read: ScrolledIndex, written: WrittenIndex, counts: CopyCounts): Promise<void> {
  counts.documents = 0;
  counts.refused = [];
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const page of scrollDocuments(read)) {
      await writing;
      counts.documents += page.documents.length;
      writing = writeInto(written, page.documents, counts);
      // Whoever waits for it sees its fault; it may come while the next page is read.
      writing.catch(() => {});
    }
    await writing;
  } finally {
    await Promise.allSettled([writing]);
  }
}

async function writeInto(
  written: WrittenIndex,
  documents: Parameters<typeof writeBulk>[1],
  counts: CopyCounts,
): Promise<void> {
  addTo(counts, await writeBulk(written, documents));
}

function addTo(counts: CopyCounts, { created, refused }: WrittenCounts): void {
  counts.created += created;
  counts.refused.push(...refused);
  if (counts.refused.length > counts.mostRefused) throw tooManyRefused(counts.refused, counts.documents);
}

function tooManyRefused(refused: readonly RefusedDocument[], documents: number): ProviderError {
  return new ProviderError(describeRefused(refused.length, documents, refused.slice(0, MOST_NAMED).map(cutRefused)), {
    vendorCode: 'DOCUMENTS_REFUSED',
    class: 'fatal',
    effect: 'possible',
    hint: REPAIR,
  });
}

function mostRefusedOf(input: JsonObject): number {
  return Math.max(tolerated(input), MOST_REFUSED);
}

function tolerated({ tolerate }: JsonObject): number {
  return typeof tolerate === 'number' ? tolerate : 0;
}

const MOST_ID_CHARACTERS = 150;
const MOST_REASON_CHARACTERS = 150;

function cutRefused({ id, reason }: RefusedDocument): { readonly id: string; readonly reason: string } {
  return {
    id: id.slice(0, MOST_ID_CHARACTERS).toWellFormed(),
    reason: reason.slice(0, MOST_REASON_CHARACTERS).toWellFormed(),
  };
}

function namedIn({ named }: JsonObject): readonly RefusedDocument[] {
  if (!Array.isArray(named)) return [];
  return (named as readonly Json[]).map((one) => {
    const { id, reason } = objectOf(one);
    return { id: textOf(id) ?? '', reason: textOf(reason) ?? '' };
  });
}

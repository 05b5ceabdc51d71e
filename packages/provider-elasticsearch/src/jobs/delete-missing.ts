import {
  defined,
  type JobContext,
  type JobDefinition,
  type JobSummary,
  type JsonObject,
  type ProviderError,
  type SliceResult,
} from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { unreadable } from '../session/document-calls.ts';
import { ofSomeDocuments } from './expected-work.ts';
import { FOLLOWED_PROPERTIES } from './followed-input.ts';
import { type JobSides, sidesOf } from './job-sides.ts';
import { withFittingPages } from './page-size.ts';
import { pipePages } from './pipe-pages.ts';
import type { DocumentPage, RawDocument } from './read-page.ts';
import { Refusals } from './refusals.ts';
import { refuseRemadeSource } from './refuse-remade-source.ts';
import { namesOf, namesOfRefused, roomPerSlice } from './refused-documents.ts';
import { findDocuments, scrollDocuments } from './scroll-documents.ts';
import { beside, countDocuments, cutBySequenceNumbers, readBounds, within } from './seq-no-slices.ts';
import { sumOf } from './sum-of.ts';
import { typeOfTarget, writtenIndexOf } from './target-type.ts';
import { type WrittenIndex, writeBulk } from './write-bulk.ts';

export const DELETE_MISSING = 'delete-missing';

/** Ids that the source is asked for at once. */
const MOST_IDS = 1_000;
/** Documents of the same id may be there under several routings. */
const SPARE = 200;

/**
 * Takes those documents out of the copy that the source does not have any more, by asking the source for each id of the copy.
 * Where the copy has every document of the source, and both have as many, there is none: nothing is read then.
 */
export const deleteMissing: JobDefinition = {
  name: DELETE_MISSING,
  title: 'delete the documents that the source no longer has',
  inputSchema: {
    type: 'object',
    required: ['source', 'dest', 'target_version'],
    properties: FOLLOWED_PROPERTIES,
  },
  outputs: ['deleted'],
  planSlices,
  runSlice: ({ arguments: args }, context) => runSlice(args, context),
  summarize(results) {
    const [deleted, refused] = [sumOf(results, 'deleted'), sumOf(results, 'refused')];
    if (refused > 0) return notDeleted(results, { deleted, refused });
    const detail = results.length === 0 ? 'both sides have as many documents' : `${deleted} documents`;
    return { kind: 'succeeded', outputs: { deleted }, detail };
  },
  access: ['reads', 'reads and writes'],
  expectedWork: ofSomeDocuments,
  assumedDuration: { p50Ms: 2_000, p90Ms: 60_000, source: 'nothing to do where nothing was deleted' },
};

async function planSlices(context: JobContext) {
  const { origin, target, source, dest, query } = sidesOf(context);
  await refuseRemadeSource(context);
  await Promise.all([origin.read('RefreshIndex', { index: source }), target.read('RefreshIndex', { index: dest })]);
  const [there, copied] = await Promise.all([
    countDocuments(origin, source, query),
    countDocuments(target, dest, undefined),
  ]);
  // A document that was refused is missing in the copy, and would make up for one that is too many.
  if (there === copied && context.input['tolerate'] === undefined) return [];
  const slices = await cutBySequenceNumbers({ connection: target, index: dest, query: undefined, parts: undefined });
  const type = await typeOfTarget(context);
  return slices.map((bounds, index) => ({
    name: `${index + 1}-of-${slices.length}`,
    arguments: { ...bounds, ...defined({ type }), ...roomPerSlice(slices.length), ids: 0 },
  }));
}

async function runSlice(args: JsonObject, context: JobContext): Promise<JsonObject> {
  const sides = sidesOf(context);
  const { target, dest, pages } = sides;
  const { clock, signal } = context;
  const read = {
    connection: target,
    index: dest,
    query: within(undefined, readBounds(args)),
    parts: 'ids',
    clock,
    signal,
    ...pages,
    mostPerPage: Math.min(MOST_IDS, pages.mostPerPage ?? MOST_IDS),
  } as const;
  const written: WrittenIndex = { ...writtenIndexOf(context), type: textOf(args['type']), action: 'delete' };
  const refused = new Refusals({ args, context, index: dest, what: 'extra' });
  let deleted = 0;
  await withFittingPages(read, (size) =>
    pipePages<DocumentPage>(
      (take) => scrollDocuments({ ...read, size }, take),
      async ({ documents }) => {
        const gone = await missingAtSource(documents, sides, context);
        const counts = await writeBulk(written, gone);
        deleted += counts.created;
        await refused.add(counts.refused);
      },
    ),
  );
  return { deleted, ...namesOf(refused, args) };
}

/** What stays would be only in the copy, and could make up for what is missing there. */
function notDeleted(
  results: readonly SliceResult[],
  { deleted, refused }: { readonly deleted: number; readonly refused: number },
): JobSummary {
  const words = refused === 1 ? '1 document that the source' : `${refused} documents that the source`;
  return {
    kind: 'failed',
    outputs: { deleted },
    reason: `The copy refused to delete ${words} no longer has: ${namesOfRefused(results).join(', ')}.`,
    hint: 'Fix the reason for which the copy refuses it, and retry: the rest is deleted then.',
  };
}

/** The source is asked after the copy: what it does not have by then was deleted, and is written anew only after that. */
async function missingAtSource(
  documents: readonly RawDocument[],
  sides: JobSides,
  { clock, signal }: Pick<JobContext, 'clock' | 'signal'>,
): Promise<readonly RawDocument[]> {
  const { origin, source, query } = sides;
  const values = documents.map(({ id }) => JSON.parse(id) as string);
  const size = documents.length + SPARE;
  const ids = { ids: { values } };
  const read = { connection: origin, index: source, parts: 'ids', clock, signal } as const;
  const found = await findDocuments({ ...read, query: beside(query, ids), size });
  if (found.documents.length < size) {
    const there = new Set(found.documents.map(keyOf));
    return documents.filter((document) => !there.has(keyOf(document)));
  }
  if (documents.length === 1) throw tooManyRoutings();
  const half = Math.ceil(documents.length / 2);
  return [
    ...(await missingAtSource(documents.slice(0, half), sides, { clock, signal })),
    ...(await missingAtSource(documents.slice(half), sides, { clock, signal })),
  ];
}

/** Clusters may write the same text with other escapes. */
function keyOf({ id, routing }: RawDocument): string {
  return JSON.stringify([JSON.parse(id), routing === undefined ? null : JSON.parse(routing)]);
}

function tooManyRoutings(): ProviderError {
  return unreadable('SearchDocuments', `more than ${SPARE} documents have the same id`);
}

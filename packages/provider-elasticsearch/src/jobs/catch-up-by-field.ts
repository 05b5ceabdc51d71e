import { defined, isJsonObject, type JobContext, type JobDefinition, type JsonObject } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { ofSomeDocuments } from './expected-work.ts';
import {
  beginAfter,
  cutFieldRange,
  type FieldBounds,
  fieldPosition,
  fieldRange,
  readFieldBounds,
  readNoted,
  writeNoted,
} from './field-position.ts';
import { sidesOf } from './job-sides.ts';
import { refuseRemadeSource } from './refuse-remade-source.ts';
import { leftOutIn, roomPerSlice } from './refused-documents.ts';
import { copyWritten, isStartedOver, REFUSED_OUTPUTS, ROUND_PROPERTIES, summarizeRound } from './round.ts';
import { beside, countDocuments, MOST_SLICES } from './seq-no-slices.ts';
import { settledPositions } from './settled-positions.ts';
import { takePipelines } from './take-pipelines.ts';
import { typeOfTarget } from './target-type.ts';

export const CATCH_UP_BY_FIELD = 'catch-up-by-field';

/** Documents of a slice. */
const WANTED_PER_SLICE = 200_000;

/**
 * One round of catching up, by a field of the documents that only grows: reads those with a value from a noted one on, which is
 * read again itself, and makes those of the copy the same. It notes where the next round begins before it reads anything.
 * Deletions it does not see, nor what is written with a lower value.
 */
export const catchUpByField: JobDefinition = {
  name: CATCH_UP_BY_FIELD,
  title: 'copy the documents that were written since, by a field',
  inputSchema: {
    type: 'object',
    required: ['source', 'dest', 'target_version', 'field', 'position'],
    properties: {
      ...ROUND_PROPERTIES,
      field: { type: 'string' },
      /** Where it begins: the highest value at that time; null: at the beginning. */
      position: { type: ['number', 'null'] },
      is_date: { type: ['boolean', 'null'] },
    },
  },
  outputs: ['documents', 'position', 'is_date', 'positions', ...REFUSED_OUTPUTS],
  counts: 'documents',
  planSlices,
  runSlice: ({ arguments: args }, context) => copyWritten([{ query: queryOf(args, context) }], args, context),
  summarize(results, input) {
    const { next, written, settled } = results[0]?.slice.arguments ?? {};
    const noted = isJsonObject(next) ? next : writeNoted(readNoted(input));
    return summarizeRound(results, input, { ...noted, ...defined({ positions: settled }) }, Number(written ?? 0));
  },
  leftOutIn,
  access: ['reads', 'writes'],
  expectedWork: ofSomeDocuments,
  assumedDuration: { p50Ms: 2_000, p90Ms: 60_000, source: 'what is written while an index is being copied' },
};

async function planSlices(context: JobContext) {
  const { origin, source, query } = sidesOf(context);
  const { input, clock, signal } = context;
  await refuseRemadeSource(context);
  const isFrozen = input['is_frozen'] === true;
  const settled = isFrozen ? await settledPositions(origin, source, { clock, signal }) : undefined;
  if (isFrozen) await takePipelines(context);
  const field = textOf(input['field']) ?? '';
  const next = await fieldPosition({ connection: origin, index: source, field }, { clock, signal });
  // After the position: so everything up to it is found.
  await origin.read('RefreshIndex', { index: source });
  const isAnew = isStartedOver(input);
  const begin = isAnew ? {} : beginAfter(readNoted(input));
  const isDate = next.isDate || input['is_date'] === true;
  const documents = await countDocuments(origin, source, within(query, field, begin, isDate));
  const written = isAnew ? documents : await countLater(context, documents);
  // The last difference reads the bound again, also where nothing seems to be written, and notes how far the source is.
  const isLeft = isAnew ? documents === 0 : written <= Number(input['until'] ?? 0);
  if (isLeft && !isFrozen) return [];
  const wanted = Math.max(1, Math.ceil(documents / WANTED_PER_SLICE));
  const slices = cutFieldRange(begin, next, Math.min(MOST_SLICES, wanted));
  const type = await typeOfTarget(context);
  return slices.map((bounds, index) => ({
    name: `${index + 1}-of-${slices.length}`,
    arguments: {
      bounds: { ...bounds },
      is_date: isDate,
      ...defined({ type }),
      ...roomPerSlice(slices.length),
      ...(index === 0
        ? { next: writeNoted(next), written, ...defined({ settled: settled?.map(({ written: number }) => number) }) }
        : {}),
    },
  }));
}

/**
 * Documents with a value beyond the noted one, as searches find them now: what is read again beside them was there before. The
 * values are compared first, because one beyond 2^53 comes rounded, and many documents are beyond what it was rounded to.
 */
async function countLater(context: JobContext, all: number): Promise<number> {
  const { origin, source, query } = sidesOf(context);
  const { position, isDate } = readNoted(context.input);
  if (position === null) return all;
  const field = textOf(context.input['field']) ?? '';
  const now = await fieldPosition({ connection: origin, index: source, field }, context);
  if (now.position === position) return 0;
  const later = { gt: position, ...(isDate ? { format: 'epoch_millis' } : {}) };
  return await countDocuments(origin, source, beside(query, { range: { [field]: later } }));
}

function queryOf(args: JsonObject, context: JobContext): JsonObject | undefined {
  const { query } = sidesOf(context);
  return within(query, textOf(context.input['field']) ?? '', readFieldBounds(args), args['is_date'] === true);
}

function within(
  query: JsonObject | undefined,
  field: string,
  bounds: FieldBounds,
  isDate: boolean,
): JsonObject | undefined {
  const range = fieldRange(field, bounds, isDate);
  return range === undefined ? query : beside(query, range);
}

import { defined, type JobDefinition, type Json, type JsonObject, ProviderError } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';
import { cutId } from './cut-id.ts';
import { describeRefused, MOST_NAMED } from './describe-refused.ts';
import { isCopiedByCluster } from './job-sides.ts';
import { keysOfIds } from './refused-ids.ts';
import type { RefusedDocument } from './write-bulk.ts';

/** Bytes that the names of all slices together may take: less than what the engine keeps of a step. */
const MOST_NAMED_BYTES = 600_000;
/** What an id and its reason take at least, so that bytes and not their number are what limits them. */
const NAMED_BYTES = 100;
/** Of those of one slice: the engine keeps 64 kB of a result. */
const MOST_SLICE_BYTES = 45_000;
/** Ids of one slice that are kept without a reason, which take less. */
const MOST_IDS = 2_000;
/** Those of all slices together: of eight characters each. */
const MOST_IDS_OF_ALL = 36_000;
/** Of slices that an earlier version has planned. */
const IDS_PER_NAME = 60;
/** A slice that has more of them, beyond those that are tolerated, reads no further. */
const MOST_REFUSED = 1_000;
const MOST_REASON_CHARACTERS = 150;

/** A unit that is started over continues with the index that it has made. */
const REPAIR =
  'Set a mapping that accepts them in dest.mappings, delete the index that was created, and start the unit over.';

const ALL_OF_THEM = '`waybill status --differences FILE` writes all of them.';

/** What the result of each slice may name of refused documents, as arguments of the slice: what there is room for over all slices. */
export function roomPerSlice(slices: number): JsonObject {
  return {
    named: Math.max(1, Math.floor(MOST_NAMED_BYTES / NAMED_BYTES / slices)),
    named_bytes: Math.min(MOST_SLICE_BYTES, Math.floor(MOST_NAMED_BYTES / slices)),
    ids: Math.min(MOST_IDS, Math.floor(MOST_IDS_OF_ALL / slices)),
  };
}

/** Of a slice: how many, the first ones, and where all of them are kept. */
export interface Refused {
  readonly count: number;
  readonly first: readonly RefusedDocument[];
  readonly place?: string | undefined;
}

/** How many documents a slice names with their reasons, at most. */
export function mostNamed({ named = 1 }: JsonObject): number {
  return Number(named);
}

function mostIds({ ids, ...args }: JsonObject): number {
  return Number(ids ?? Math.min(MOST_IDS, mostNamed(args) * IDS_PER_NAME));
}

/** How many documents the result of a slice has something of, at most. */
export function mostKept(args: JsonObject): number {
  return Math.max(mostNamed(args), mostIds(args));
}

/** As the result of a slice holds them: each by its id alone, and the first ones with their reasons. `args`: of the slice. */
export function namesOf({ count, first }: Refused, args: JsonObject): JsonObject {
  const { named_bytes: bytes = MOST_SLICE_BYTES } = args;
  const named = withinBytes(first.slice(0, mostNamed(args)).map(cutRefused), Number(bytes));
  const ids = keysOfIds(
    first.map(({ id }) => id),
    mostIds(args),
  );
  return {
    refused: count,
    named: named.map((each) => ({ ...each })),
    ...defined({ ids: ids === '' ? undefined : ids }),
  };
}

/** The first ones that fit. */
function withinBytes(refused: readonly RefusedDocument[], mostBytes: number): readonly RefusedDocument[] {
  let leftBytes = mostBytes;
  const end = refused.findIndex((each) => {
    leftBytes -= Buffer.byteLength(JSON.stringify(each)) + 1;
    return leftBytes < 0;
  });
  return end === -1 ? refused : refused.slice(0, end);
}

/** Ids of all slices, by which a comparison knows what may be missing. Undefined: none was refused. */
export function refusedIdsIn(results: readonly { readonly result: JsonObject }[]): JsonObject {
  const ids = results.map(({ result }) => textOf(result['ids']) ?? '').join('');
  return ids === '' ? {} : { refused_ids: ids };
}

/** @throws ProviderError when so many are refused that reading on is no use */
export function refuseTooMany({ count, first, place }: Refused, documents: number, input: JsonObject): void {
  if (count <= Math.max(tolerated(input), MOST_REFUSED)) return;
  const kept = place === undefined ? '' : ` All of them are in ${place}.`;
  const described = describeRefused(count, documents, first.slice(0, MOST_NAMED).map(cutRefused));
  throw new ProviderError(`${described} The slice reads no further.${kept}`, {
    vendorCode: 'DOCUMENTS_REFUSED',
    class: 'fatal',
    effect: 'possible',
    hint: `${REPAIR} ${ALL_OF_THEM}`,
  });
}

/** How a job ends whose slices were refused documents; undefined: the plan tolerates that many. */
export function failureOfRefused(
  results: readonly { readonly result: JsonObject }[],
  { refused, documents }: { readonly refused: number; readonly documents: number },
  input: JsonObject,
): { readonly kind: 'failed'; readonly reason: string; readonly hint: string } | undefined {
  if (refused <= tolerated(input)) return undefined;
  return {
    kind: 'failed',
    reason: describeLeftOut(results, { refused, documents }),
    hint: `${REPAIR} ${orTolerate(input)} ${ALL_OF_THEM}`,
  };
}

/** A cluster that copies by itself ends at the first batch of which it refuses documents. */
function orTolerate(input: JsonObject): string {
  return isCopiedByCluster(input)
    ? 'Or copy with method: bulk, and allow that many with tolerate.'
    : 'Or allow that many with tolerate.';
}

/** For users: each with its reason. */
export const leftOutIn: NonNullable<JobDefinition['leftOutIn']> = (results) => namedBy(results).map(differenceOf);

function differenceOf({ id, reason }: RefusedDocument): {
  readonly what: string;
  readonly id: string;
  readonly details: { readonly reason: string };
} {
  return { what: 'refused', id, details: { reason } };
}

/** How many and which, under the name by which every view finds it among the outputs of a step; nothing where none was refused. */
export function omissionOf(count: number, named: readonly RefusedDocument[]): JsonObject {
  if (count === 0) return {};
  const first = named.slice(0, MOST_NAMED).map((each) => differenceOf(cutRefused(each)));
  return { omitted: { count, named: first } };
}

/** The same of the results of slices. */
export function omissionIn(results: readonly { readonly result: JsonObject }[], count: number): JsonObject {
  return omissionOf(count, namedBy(results));
}

/** The first ones, each with its reason, for a later step that finds them different. */
export function namesOfRefused(results: readonly { readonly result: JsonObject }[]): readonly string[] {
  return namedBy(results)
    .slice(0, MOST_NAMED)
    .map(({ id, reason }) => `${id} (${reason})`);
}

/** How many documents a copy is without, and the first ones of them. */
export function describeLeftOut(
  results: readonly { readonly result: JsonObject }[],
  { refused, documents }: { readonly refused: number; readonly documents: number },
): string {
  return describeRefused(refused, documents, namedBy(results));
}

function tolerated({ tolerate }: JsonObject): number {
  return typeof tolerate === 'number' ? tolerate : 0;
}

function cutRefused({ id, reason }: RefusedDocument): RefusedDocument {
  return {
    id: cutId(id),
    reason: reason.slice(0, MOST_REASON_CHARACTERS).toWellFormed(),
  };
}

function namedBy(results: readonly { readonly result: JsonObject }[]): readonly RefusedDocument[] {
  return results.flatMap(({ result }) => namedIn(result));
}

function namedIn({ named }: JsonObject): readonly RefusedDocument[] {
  if (!Array.isArray(named)) return [];
  return (named as readonly Json[]).map((one) => {
    const { id, reason } = objectOf(one);
    return { id: textOf(id) ?? '', reason: textOf(reason) ?? '' };
  });
}

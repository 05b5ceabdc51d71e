import { defined, isJsonObject, type JobConnection, type JsonObject } from '@waybill/core';
import { objectOf, parseJson } from '@waybill/provider-kit';
import { type DocumentCall, unreadable } from '../session/document-calls.ts';
import { callForText, type Repeating, Repeats } from './document-connection.ts';

/** How far an index has been written, by a field that only grows. */
export interface FieldPosition {
  /** The highest value, as a number: of a date the milliseconds since 1970. Null: no document has one. */
  readonly position: number | null;
  readonly isDate: boolean;
}

/** A range of values; empty: all documents, also those without a value. */
export interface FieldBounds {
  readonly gte?: number;
  /** Absent from the last one: what is written meanwhile belongs to it. */
  readonly lt?: number;
}

/**
 * What a client takes the time for, and writes later: dates are read again from so far before the highest one. Longer than this
 * a write should not be on its way.
 */
const OVERLAP_MS = 60_000;

const SEARCH: DocumentCall = 'SearchDocuments';

/**
 * The highest value of a field that searches find. Repeated after faults that may pass.
 *
 * @throws ProviderError
 */
export async function fieldPosition(
  { connection, index, field }: { readonly connection: JobConnection; readonly index: string; readonly field: string },
  { clock, signal }: Repeating,
): Promise<FieldPosition> {
  const body = { size: 0, aggs: { highest: { max: { field } } } };
  const repeats = new Repeats({ clock, signal });
  for (;;) {
    signal.throwIfAborted();
    try {
      return readPosition(
        await callForText(connection, { call: SEARCH, args: { index, body } }, { documents: 0, signal }),
      );
    } catch (error) {
      await repeats.wait(error);
    }
  }
}

/** Pure. */
export function readPosition(text: string): FieldPosition {
  const answer = objectOf(parseJson(text));
  if (answer['timed_out'] !== false) throw unreadable(SEARCH, 'the search ran out of time');
  if (objectOf(answer['_shards'])['failed'] !== 0) throw unreadable(SEARCH, 'not all shards answered');
  const { value = null, value_as_string: printed } = objectOf(objectOf(answer['aggregations'])['highest']);
  if (value !== null && typeof value !== 'number') throw unreadable(SEARCH, 'it gives no highest value');
  return { position: value, isDate: typeof printed === 'string' };
}

/**
 * Where the next round begins: nothing that was written later has a lower value. Numbers beyond 2^53 come rounded, perhaps up.
 * Pure.
 */
export function beginAfter({ position, isDate }: FieldPosition): FieldBounds {
  if (position === null) return {};
  if (isDate) return { gte: Math.floor(position) - OVERLAP_MS };
  const isExact = Math.abs(position) <= Number.MAX_SAFE_INTEGER;
  return { gte: isExact ? Math.floor(position) : position - Math.abs(position) * 2 ** -52 };
}

/** Disjoint, nothing from `begin` on is left out, and the last one is open. Pure. */
export function cutFieldRange(begin: FieldBounds, { position }: FieldPosition, count: number): readonly FieldBounds[] {
  const { gte } = begin;
  if (gte === undefined || position === null || count <= 1 || position <= gte) return [begin];
  const bound = (number: number): number => Math.floor(gte + ((position - gte) * number) / count);
  const bounds = [...new Set(Array.from({ length: count }, (_, at) => bound(at)))];
  return bounds.map((from, at) => {
    const to = bounds[at + 1];
    return to === undefined ? { gte: from } : { gte: from, lt: to };
  });
}

/** Undefined: all documents. A date is given in milliseconds, whatever the format of the field is. Pure. */
export function fieldRange(field: string, bounds: FieldBounds, isDate: boolean): JsonObject | undefined {
  if (bounds.gte === undefined) return undefined;
  return { range: { [field]: { ...bounds, ...(isDate ? { format: 'epoch_millis' } : {}) } } };
}

/** As a step has kept it. */
export function readNoted({ position, is_date: isDate }: JsonObject): FieldPosition {
  return { position: typeof position === 'number' ? position : null, isDate: isDate === true };
}

/** As a step keeps it. */
export function writeNoted({ position, isDate }: FieldPosition): JsonObject {
  return { position, is_date: isDate };
}

/** Of a slice that was read from the journal. */
export function readFieldBounds(args: JsonObject): FieldBounds {
  const bounds = isJsonObject(args['bounds']) ? args['bounds'] : {};
  const { gte, lt } = bounds;
  return defined({
    gte: typeof gte === 'number' ? gte : undefined,
    lt: typeof lt === 'number' ? lt : undefined,
  });
}

import type { FakeDocument } from './fake-documents.ts';

/** As searches ask for it; of a date in milliseconds, with a format that says so. */
export interface FakeRange {
  readonly gte?: number;
  readonly gt?: number;
  readonly lt?: number;
  readonly format?: string;
}

/** Whether a document has a value of the field in the range. */
export function isInField(source: string, [field, { gte, gt, lt, format }]: readonly [string, FakeRange]): boolean {
  const value = fieldOf(source, field);
  if (value === undefined) return false;
  if (typeof value === 'string' && format !== 'epoch_millis') throw new Error('a date is asked for in milliseconds');
  const number = asNumber(value);
  const isAbove = number >= (gte ?? Number.NEGATIVE_INFINITY) && (gt === undefined || number > gt);
  return isAbove && number < (lt ?? Number.POSITIVE_INFINITY);
}

/** An answer of a search for the highest value of a field. */
export function highestAnswer(documents: readonly FakeDocument[], field: string): string {
  const values = documents.flatMap(({ source }) => fieldOf(source, field) ?? []);
  const value = values.length === 0 ? null : Math.max(...values.map(asNumber));
  const printed = values.some((each) => typeof each === 'string') && value !== null;
  const highest = { value, ...(printed ? { value_as_string: new Date(value).toISOString() } : {}) };
  const shards = { total: 2, successful: 2, skipped: 0, failed: 0 };
  return JSON.stringify({ took: 1, timed_out: false, _shards: shards, hits: { hits: [] }, aggregations: { highest } });
}

function fieldOf(source: string, field: string): string | number | undefined {
  return (JSON.parse(source) as Readonly<Record<string, string | number>>)[field];
}

function asNumber(value: string | number): number {
  return typeof value === 'string' ? Date.parse(value) : value;
}

import { isJsonObject, type JsonObject, objectOf } from '@waybill/stand-kit';
import type { Documents } from './document-store.ts';
import { valuesOf } from './query.ts';

/** Of aggregations `max` alone; nothing where a search asks for none. */
export function highestValues(asked: unknown, found: readonly Documents[]): JsonObject {
  if (!isJsonObject(asked)) return {};
  const entries = Object.entries(asked).map(([name, body]) => {
    const field = String(objectOf(isJsonObject(body) ? body : {}, 'max')['field']);
    return [name, highest(found.flatMap((documents) => valuesIn(documents, field)))] as const;
  });
  return { aggregations: Object.fromEntries(entries) };
}

function valuesIn(documents: Documents, field: string): readonly unknown[] {
  if (documents.kind !== 'document') return [];
  const { id, source, routing } = documents;
  return valuesOf(field, { id, source, routing, seqNo: 0 }) ?? [];
}

/** Dates are texts in documents and milliseconds in answers, with the text beside it. */
function highest(values: readonly unknown[]): JsonObject {
  const areDates = values.some((value) => typeof value === 'string');
  const numbers = values.map((value) => (typeof value === 'string' ? Date.parse(value) : Number(value)));
  if (numbers.length === 0) return { value: null };
  const value = Math.max(...numbers);
  return areDates ? { value, value_as_string: new Date(value).toISOString() } : { value };
}

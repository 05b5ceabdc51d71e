import type { JobContext, JobDefinition, JsonObject } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { fieldPosition, readNoted, writeNoted } from './field-position.ts';

export const NOTE_FIELD = 'note-field';

/** Notes the highest value of a field of an index, before the index is copied. */
export const noteField: JobDefinition = {
  name: NOTE_FIELD,
  title: 'record the write position of an index, by a field',
  inputSchema: {
    type: 'object',
    required: ['source', 'field'],
    properties: { source: { type: 'string' }, field: { type: 'string' } },
  },
  outputs: ['position', 'is_date'],
  planSlices: () => [{ name: 'highest', arguments: {} }],
  runSlice: (_slice, context) => note(context),
  summarize(results, { field }) {
    const noted = readNoted(results[0]?.result ?? {});
    const { position, isDate } = noted;
    const value = position !== null && isDate ? new Date(position).toISOString() : position;
    const detail = position === null ? 'no document has a value yet' : `${textOf(field) ?? ''} up to ${value}`;
    return { kind: 'succeeded', outputs: writeNoted(noted), detail };
  },
  access: ['reads'],
  assumedDuration: { p50Ms: 100, p90Ms: 2_000, source: 'one search' },
};

async function note({ connections: [connection], input, clock, signal }: JobContext): Promise<JsonObject> {
  if (connection === undefined) return writeNoted({ position: null, isDate: false });
  const index = textOf(input['source']) ?? '';
  return writeNoted(await fieldPosition({ connection, index, field: textOf(input['field']) ?? '' }, { clock, signal }));
}

import { isJsonObject, type Json } from '@waybill/core';

/** Ends a script, begins an image, ends an attribute, reorders the line, and moves a terminal's cursor. */
export const HOSTILE = `"'></script><img src=x onerror=alert(1)> \u202egnp.exe\u202c \u001b[2J\u0000&amp;\u2028`;

/** Texts that come from plans and vendors; what is drawn or compared by its form stays as it is. */
const HOSTILE_FIELDS: ReadonlySet<string> = new Set([
  'name',
  'description',
  'title',
  'detail',
  'hint',
  'summary',
  'code',
  'message',
  'check',
  'file',
  'path',
  'source',
  'evidence',
  'reason',
  'by',
  'instruction',
  'goal',
  'url',
  'host',
  'user',
  'body',
  'downtime',
  'way_back',
  'risk',
  'label',
  'value',
  'connection',
]);

/** The same object with something hostile at the end of every text that a plan or a vendor can choose. */
export function makeHostile<Shown extends object>(shown: Shown): Shown {
  return spoil(shown as unknown as Json, '') as unknown as Shown;
}

function spoil(value: Json, field: string): Json {
  if (typeof value === 'string') return HOSTILE_FIELDS.has(field) ? `${value} ${HOSTILE}` : value;
  if (Array.isArray(value)) return value.map((item) => spoil(item, field));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, spoil(child, key)]));
}

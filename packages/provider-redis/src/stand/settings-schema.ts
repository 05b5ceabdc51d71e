import { closedObject, listOf, type Schema, TEXT } from '@waybill/stand-kit';

const WHOLE: Schema = { type: 'integer', minimum: 0 };
const TEXTS: Schema = { type: 'object', additionalProperties: TEXT };

const KEY: Schema = closedObject({
  string: TEXT,
  list: listOf(TEXT),
  set: listOf(TEXT),
  hash: TEXTS,
  zset: { type: 'object', additionalProperties: { type: 'number' } },
  stream: listOf(closedObject({ id: TEXT, fields: TEXTS }, ['id', 'fields'])),
  groups: TEXTS,
  expiresInMs: WHOLE,
});

const SERVER: Schema = closedObject(
  {
    name: TEXT,
    version: TEXT,
    password: { anyOf: [{ type: 'null' }, TEXT] },
    databases: {
      type: 'object',
      additionalProperties: { anyOf: [WHOLE, { type: 'object', additionalProperties: KEY }] },
    },
  },
  ['name'],
);

export const REDIS_SETTINGS_SCHEMA: Schema = closedObject({
  defaultVersion: TEXT,
  defaultKeys: WHOLE,
  servers: listOf(SERVER),
  takesAnyLogin: { type: 'boolean' },
  loading: listOf(TEXT),
  refused: listOf(TEXT),
});

import { BOOLEAN, COUNT, closedObject, listOf, type Schema, TEXT } from '@waybill/stand-kit';

const OBJECT: Schema = { type: 'object' };
const WHOLE: Schema = { type: 'integer', minimum: 0 };

const DOCUMENT: Schema = closedObject({ _id: TEXT, _source: OBJECT, _routing: TEXT, _version: COUNT }, [
  '_id',
  '_source',
]);

const INDEX: Schema = closedObject({
  settings: OBJECT,
  mappings: OBJECT,
  type: TEXT,
  aliases: { type: 'object', additionalProperties: OBJECT },
  documents: { anyOf: [WHOLE, listOf(DOCUMENT)] },
  documentBytes: COUNT,
  origin: TEXT,
  isClosed: BOOLEAN,
});

const CLUSTER: Schema = closedObject(
  {
    name: TEXT,
    nodes: listOf(TEXT),
    version: TEXT,
    dataNodes: COUNT,
    remotes: listOf(TEXT),
    security: {
      anyOf: [{ type: 'null' }, closedObject({ username: TEXT, password: TEXT, apiKey: TEXT, lacks: listOf(TEXT) })],
    },
    autoCreateIndex: BOOLEAN,
    pipelines: listOf(TEXT),
    templates: { type: 'object', additionalProperties: listOf(TEXT) },
    maxShardsPerNode: COUNT,
    freeBytes: WHOLE,
    indices: { type: 'object', additionalProperties: INDEX },
  },
  ['name'],
);

export const ELASTICSEARCH_SETTINGS_SCHEMA: Schema = closedObject({
  defaultVersion: TEXT,
  defaultDocuments: WHOLE,
  clusters: listOf(CLUSTER),
  restarts: { type: 'object', additionalProperties: WHOLE },
  keepsTaskResults: BOOLEAN,
  tooMany: { enum: ['rejected', 'breaker'] },
});

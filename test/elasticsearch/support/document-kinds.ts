import type { ServerName } from '../../servers/catalogue.ts';
import type { TestDocument } from './cluster-client.ts';

/** Documents that are easily damaged on their way in one respect, with the fields that they need. */
export interface DocumentKind {
  /** As in the table of docs/test-servers.md. */
  readonly name: string;
  readonly properties: Readonly<Record<string, object>>;
  readonly documents: readonly TestDocument[];
  /** Servers for tests without the module that has its field types. */
  readonly lacking?: readonly ServerName[];
}

/** Parsed by nobody: what is in it comes back as it was written, or was changed by whoever copied it. */
const KEPT = { kept: { type: 'object', enabled: false } } as const;

const STRIPPED: readonly ServerName[] = ['elasticsearch-8', 'elasticsearch-9'];

const MEGABYTE = 1_000_000;

export const DOCUMENT_KINDS: readonly DocumentKind[] = [
  {
    name: 'numbers such as `1.10`, `1E+2`, `-0.0`',
    properties: { ...KEPT, price: { type: 'double' } },
    documents: [
      { id: 'fraction', source: '{"kept":{"n":1.10,"m":1E+2,"z":-0.0,"tiny":5e-324},"price":19.90}' },
      { id: 'exponent', source: '{"kept":[1e0,1.0E-7,0.10e1],"price":1E+2}' },
    ],
  },
  {
    name: 'integers beyond 2⁵³',
    properties: { ...KEPT, total: { type: 'long' } },
    documents: [
      { id: 'whole', source: '{"kept":{"n":9007199254740993,"m":12345678901234567890},"total":9007199254740993}' },
      { id: 'limits', source: '{"total":[9223372036854775807,-9223372036854775808]}' },
    ],
  },
  {
    name: 'decimals of 23 digits',
    properties: KEPT,
    documents: [{ id: 'decimal', source: '{"kept":{"n":0.12345678901234567890123,"m":-1234567890123456789.0123}}' }],
  },
  {
    name: 'escapes: `\\/`, `\\u00e9`, half a surrogate pair',
    properties: { ...KEPT, name: { type: 'text' } },
    documents: [
      { id: 'escapes', source: String.raw`{"name":"a\/b\u00e9\"\\\t\u0000","kept":{"":"empty key","\u006b":"\/"}}` },
      { id: 'surrogates', source: String.raw`{"kept":{"lone":"\ud800","pair":"\ud83d\ude00","late":"x\udc00"}}` },
      { id: 'written out', source: '{"name":"ünïcode 🎉 \u2028","kept":{"ключ":"é"}}' },
    ],
  },
  {
    name: 'empty texts, lists and objects, `null`',
    properties: { ...KEPT, name: { type: 'text' } },
    documents: [
      { id: 'nothing', source: '{}' },
      { id: 'empties', source: '{"name":"","kept":{"list":[],"object":{},"nothing":null}}' },
      { id: 'lists', source: '{"name":["a","",null],"kept":{"deep":[[1,[2]],{"a":[{"b":null}]},[]]}}' },
      { id: 'spaced', source: '{ "name" : "b" , "kept" : [ 1 ,2 ] }' },
    ],
  },
  {
    name: 'nested documents',
    properties: { lines: { type: 'nested', properties: { sku: { type: 'keyword' }, price: { type: 'double' } } } },
    documents: [
      { id: 'lines', source: '{"lines":[{"sku":"a","price":1.10},{"sku":"b","price":2},{"sku":"a"}]}' },
      { id: 'no lines', source: '{"lines":[]}' },
    ],
  },
  {
    name: 'join with routing',
    properties: { relation: { type: 'join', relations: { order: 'line' } } },
    documents: [
      { id: 'order-1', source: '{"relation":"order"}' },
      { id: 'line-1', routing: 'order-1', source: '{"relation":{"name":"line","parent":"order-1"}}' },
      { id: 'line-2', routing: 'order-1', source: '{"relation":{"parent":"order-1","name":"line"}}' },
    ],
    lacking: [...STRIPPED, 'elasticsearch-7.17-secured', 'opensearch-3'],
  },
  {
    name: 'geo points in four forms',
    properties: { at: { type: 'geo_point' } },
    documents: [
      { id: 'point object', source: '{"at":{"lat":52.50,"lon":13.40}}' },
      { id: 'point text', source: '{"at":"52.5,13.4"}' },
      { id: 'points', source: '{"at":[[13.4,52.5],[-0.0,1e1]]}' },
      { id: 'point hash', source: '{"at":"u33db"}' },
    ],
  },
  {
    name: 'dates in several formats',
    properties: { when: { type: 'date', format: 'yyyy-MM-dd HH:mm:ss||strict_date_optional_time||epoch_millis' } },
    documents: [
      { id: 'date text', source: '{"when":"2026-01-15 08:00:00"}' },
      { id: 'date ISO', source: '{"when":["2026-01-15T08:00:00.123Z","2026-01-15","2026-01-15T08:00:00+02:00"]}' },
      { id: 'date number', source: '{"when":1768464000000}' },
      { id: 'date before 1970', source: '{"when":"1969-12-31 23:59:59"}' },
    ],
  },
  {
    name: 'scaled floats',
    properties: { share: { type: 'scaled_float', scaling_factor: 100 } },
    documents: [{ id: 'scaled', source: '{"share":0.10}' }],
    lacking: [...STRIPPED, 'elasticsearch-7.17', 'elasticsearch-7.17-secured', 'opensearch-2', 'opensearch-3'],
  },
  {
    name: 'text of the analyzer `english`',
    properties: { title: { type: 'text', analyzer: 'english' } },
    documents: [{ id: 'analyzed', source: '{"title":"moving the indices"}' }],
    lacking: [...STRIPPED, 'elasticsearch-7.17', 'elasticsearch-7.17-secured'],
  },
  {
    name: 'ids with `/`, `+`, `%`, `#`, spaces and emoji',
    properties: {},
    documents: [
      { id: 'a/b + c%d#e?f=g&h', source: '{}' },
      { id: '%2F', source: '{}' },
      { id: 'ключ 🔑', source: '{}' },
      { id: '"quoted"\\', source: '{}' },
    ],
  },
  {
    name: 'ids of 512 bytes',
    properties: {},
    documents: [
      { id: 'x'.repeat(512), source: '{}' },
      { id: '🔑'.repeat(128), source: '{}' },
    ],
  },
  {
    name: 'a routing of their own',
    properties: {},
    documents: [
      { id: 'routed', routing: 'somewhere/else', source: '{}' },
      { id: 'routed with emoji', routing: '🧭 + "', source: '{}' },
    ],
  },
  {
    name: 'documents of 5 MB',
    properties: KEPT,
    documents: ['first', 'second'].map((id) => ({
      id: `large ${id}`,
      source: `{"kept":{"${id}":"${'words '.repeat((5 * MEGABYTE) / 6)}"}}`,
    })),
  },
];

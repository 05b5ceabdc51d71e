import type { TestDocument } from './cluster-client.ts';

/** Documents that tools which parse and print again, or build URLs by hand, get wrong. `source` is JSON as it is written. */
export const NASTY_DOCUMENTS: readonly TestDocument[] = [
  { id: 'fraction', source: '{"extra":{"n":1.10,"m":1E+2,"z":-0.0}}' },
  { id: 'whole', source: '{"extra":{"n":9007199254740993,"m":12345678901234567890}}' },
  { id: 'decimal', source: '{"extra":{"n":0.12345678901234567890123}}' },
  { id: 'escapes', source: String.raw`{"name":"a\/bé\"\\\t","extra":{"":"empty key"}}` },
  { id: 'empties', source: '{"name":"","extra":{"list":[],"object":{},"nothing":null}}' },
  { id: 'list', source: '{"name":["a","b"],"n":[1,2,3],"extra":{"deep":[[1,[2]],{"a":[{"b":null}]}]}}' },
  { id: 'a/b + c%d#e', source: '{"name":"an id with signs"}' },
  { id: 'ключ 🔑', source: '{"name":"ünïcode 🎉"}' },
  { id: 'x'.repeat(512), source: '{"name":"the longest id"}' },
  { id: 'routed', routing: 'somewhere/else', source: '{"name":"with a routing"}' },
  { id: 'dates', source: '{"at":"2026-01-15T08:00:00.123Z"}' },
  { id: 'long', source: JSON.stringify({ extra: { text: 'word '.repeat(100_000) } }) },
];

export function plainDocuments(count: number): readonly TestDocument[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `plain-${index}`,
    source: JSON.stringify({ name: `Order ${index}`, n: index, extra: { even: index % 2 === 0 } }),
  }));
}

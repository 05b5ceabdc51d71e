import { expect, test } from 'vitest';
import { readPage } from './read-page.ts';

const HITS = '"timed_out":false,"hits":{"hits":[{"_id":"a","_source":{"n":1}}]}';

test('the documents of a search are given as they are written', () => {
  const text = `{"_scroll_id":"s","_shards":{"failed":0},${HITS}}`;
  expect(readPage(text, 'SearchDocuments')).toMatchObject({
    scrollId: 's',
    documents: [{ id: '"a"', routing: undefined, source: '{"n":1}' }],
    characters: text.length,
  });
});

test.each([
  ['a shard that failed', `{"_shards":{"failed":1},${HITS}}`],
  ['no word of its shards', `{${HITS}}`],
  ['nothing in place of its shards', `{"_shards":null,${HITS}}`],
  ['a search that ran out of time', '{"_shards":{"failed":0},"timed_out":true,"hits":{"hits":[]}}'],
  ['no list', '{"_shards":{"failed":0},"timed_out":false}'],
  ['half an answer', `{"_shards":{"failed":0},${HITS}`],
])('an answer with %s is refused, as one that may be another later', (_what, text) => {
  expect(() => readPage(text, 'SearchDocuments')).toThrow(expect.objectContaining({ name: 'ProviderError' }));
});

test('a version of 64 bits is given as it is written', () => {
  const hits = '"timed_out":false,"hits":{"hits":[{"_id":"a","_version":9223372036854775807,"_source":{}}]}';
  const { documents } = readPage(`{"_shards":{"failed":0},${hits}}`, 'SearchDocuments', 'versioned');
  expect(documents).toMatchObject([{ version: '9223372036854775807' }]);
});

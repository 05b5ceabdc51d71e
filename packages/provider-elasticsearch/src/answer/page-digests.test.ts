import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOfId } from './id-hash.ts';
import { MurmurHash } from './murmur-hash.ts';
import { DIGEST_BYTES, digestAnswer, readDigests } from './page-digests.ts';

interface Hit {
  readonly id: string;
  readonly routing: string | undefined;
  readonly source: string;
}

/** Sources with what could be taken for something else: braces, quotes, backslashes and hits within strings, and long strings. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom('"}]{[\\', 'x\\', `${'y'.repeat(60)}\\"`, '","_id":"z","_source":{}', '\u0000\n\r'),
);
const source = fc.dictionary(text, fc.oneof(text, fc.double(), fc.array(text), fc.dictionary(text, text)));
const hit: fc.Arbitrary<Hit> = fc.record({
  id: fc.string({ unit: 'grapheme', minLength: 1 }),
  routing: fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: undefined }),
  source: source.map((value) => JSON.stringify(value)),
});

function answerOf(hits: readonly Hit[], space = ''): string {
  const written = hits.map(({ id, routing, source: own }) => {
    const routed = routing === undefined ? '' : `"_routing":${JSON.stringify(routing)},`;
    return `{"_index":"i",${space}"_id":${space}${JSON.stringify(id)},"_score":null,${routed}"_source":${own},"sort":[0]}`;
  });
  return `{"_scroll_id":"s","timed_out":false,"_shards":{"failed":0},"hits":{"total":{"value":9},"hits":[${written.join(`,${space}`)}]}}`;
}

/** One for each document, in their order. */
function digestsOf(answer: string): readonly string[] {
  const { digests = Buffer.alloc(0) } = readDigests(digestAnswer(Buffer.from(answer))) ?? {};
  return Array.from({ length: digests.length / DIGEST_BYTES }, (_, at) =>
    digests.toString('hex', at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES),
  );
}

describe('the digests of an answer', () => {
  it('are one for each document, the same in any order, page and spacing between documents', () => {
    fc.assert(
      fc.property(fc.array(hit, { maxLength: 12 }), fc.nat({ max: 12 }), (hits, at) => {
        const all = digestsOf(answerOf(hits));
        expect(all).toHaveLength(hits.length);
        expect(digestsOf(answerOf(hits.toReversed(), ' \n'))).toEqual(all.toReversed());
        expect([...digestsOf(answerOf(hits.slice(0, at))), ...digestsOf(answerOf(hits.slice(at)))]).toEqual(all);
      }),
    );
  });

  it('differ exactly where id, routing or bytes of the source do, and begin with the hash of the id', () => {
    fc.assert(
      fc.property(hit, hit, (left, right) => {
        const [first = '', second = ''] = digestsOf(answerOf([left, right]));
        const isSame = JSON.stringify(left) === JSON.stringify(right);
        expect(first === second).toBe(isSame);
        expect(Buffer.from(first, 'hex').readUInt32LE(0)).toBe(hashOfId(left.id));
      }),
    );
  });

  it.each([
    ['a changed byte', { id: 'a', routing: undefined, source: '{"n":1,"t":"xxxxxxxxxxxxxxxxxxxxxxx"}' }],
    ['another spelling of a number', { id: 'a', routing: undefined, source: '{"n":1.0}' }],
    ['another routing', { id: 'a', routing: 'r', source: '{"n":1}' }],
    ['a byte that moved from the id into the routing', { id: '', routing: 'a', source: '{"n":1}' }],
  ])('show %s', (_, other) => {
    const [first, second] = digestsOf(answerOf([{ id: 'a', routing: undefined, source: '{"n":1}' }, other]));
    expect(first).not.toBe(second);
  });

  it('do not depend on how an id is escaped, or on line breaks between the parts of a source', () => {
    const plain = '{"_shards":{"failed":0},"hits":{"hits":[{"_id":"aé/","_source":{ "n" : 1 }}]}}';
    const other = '{"_shards":{"failed":0},"hits":{"hits":[{"_id":"\\u0061\\u00e9\\/","_source":{\n"n"\r:\n1 }}]}}';
    expect(digestsOf(other)).toEqual(digestsOf(plain));
  });

  it.each([
    ['a refusal', '{"error":{"type":"x"},"status":404}'],
    ['half an answer', answerOf([{ id: 'a', routing: undefined, source: '{}' }]).slice(0, -1)],
    ['a document without a source', '{"hits":{"hits":[{"_id":"a"}]}}'],
    ['a document without an id', '{"hits":{"hits":[{"_source":{}},{"_id":"a","_source":{}}]}}'],
    ['no list', '{"hits":{}}'],
    ['a page of a proxy', '<html>é</html>'],
    ['nothing', ''],
  ])('are not made of %s, which stays as it is', (_, answer) => {
    expect(digestAnswer(Buffer.from(answer))).toBe(answer);
  });
});

it.each([
  ['', '00000000000000000000000000000000'],
  ['The quick brown fox jumps over the lazy dog', '2f1583c3ecee2c675d7bf66ce5e91d2c'],
])('MurmurHash3 of %j is what others compute', (words, expected) => {
  const bytes = new TextEncoder().encode(words);
  const hash = new MurmurHash();
  hash.begin();
  hash.add(new DataView(bytes.buffer), 0, bytes.length);
  const parts = [hash.a, hash.b, hash.c, hash.d].map((word) => (word >>> 0).toString(16).padStart(8, '0'));
  expect(parts.join('')).toBe(expected);
});

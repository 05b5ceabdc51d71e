import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage } from '../jobs/read-page.ts';
import { bulkText } from '../jobs/write-bulk.ts';
import { type BulkPage, BulkPass, bodyOfPage, bulkReader, readBulkPage } from './bulk-pages.ts';

/** Sources with what could be taken for something else, and ids that are shorter and longer than what a search says beside them. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom('"}]{[\\', 'x\\', `${'y'.repeat(60)}\\"`, '","_id":"z","_source":{}', '\u0000\n\r'),
);
const hit = fc.record({
  id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
  routing: fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: undefined }),
  source: fc
    .dictionary(text, fc.oneof(text, fc.double(), fc.array(text)))
    .map((value) => JSON.stringify(value, null, 1)),
});
type Hit = typeof hit extends fc.Arbitrary<infer Value> ? Value : never;

function answerOf(hits: readonly Hit[]): string {
  const written = hits.map(({ id, routing, source }) => {
    const routed = routing === undefined ? '' : `"_routing":${JSON.stringify(routing)},`;
    return `{"_id":${JSON.stringify(id)},${routed}"_source":${source}}`;
  });
  return `{"_scroll_id":"s","timed_out":false,"_shards":{"failed":0},"hits":{"hits":[${written.join(',')}]}}`;
}

function read(pass: BulkPass, answer: string): BulkPage {
  const page = readBulkPage(bulkReader(pass.name)(Buffer.from(answer)));
  if (page === undefined) throw new Error('it is no page');
  return page;
}

function textOf(page: BulkPage): string {
  return bodyOfPage(page.name).toString('utf8');
}

describe('a page that is made ready to be written', () => {
  it('is the bulk that is made of its documents as texts, whatever is in them', () => {
    fc.assert(
      fc.property(
        fc.array(hit, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(undefined, '_doc', 'a"b'),
        (hits, type) => {
          using pass = new BulkPass(type);
          const answer = answerOf(hits);
          const page = read(pass, answer);
          expect(textOf(page)).toBe(bulkText(readPage(answer, 'SearchDocuments').documents, type));
          expect(page).toMatchObject({ scrollId: 's', isTimedOut: false, failedShards: 0, count: hits.length });
          expect(page.sizeBytes).toBe(bodyOfPage(page.name).length);
          pass.letGo(page.name, true);
        },
      ),
    );
  });

  it('stays as it is while others are read, written and let go', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(hit, { minLength: 1, maxLength: 6 }), fc.boolean())), (steps) => {
        using pass = new BulkPass(undefined);
        const held: { readonly page: BulkPage; readonly body: string }[] = [];
        for (const [hits, isLetGo] of steps) {
          const page = read(pass, answerOf(hits));
          held.push({ page, body: textOf(page) });
          const first = isLetGo ? held.shift() : undefined;
          if (first !== undefined) pass.letGo(first.page.name, true);
          for (const { page: kept, body } of held) expect(textOf(kept)).toBe(body);
        }
      }),
    );
  });

  it('does not get memory of which a part may still be sent', () => {
    using pass = new BulkPass(undefined);
    const first = read(pass, answerOf([{ id: 'a', routing: undefined, source: '{"a":1}' }]));
    const sent = bodyOfPage(first.name);
    const before = sent.toString('utf8');
    pass.letGo(first.name, false);
    for (let at = 0; at < 20; at += 1) read(pass, answerOf([{ id: 'b', routing: undefined, source: '{"b":2}' }]));
    expect(sent.toString('utf8')).toBe(before);
  });

  it('is held by nobody after its pass, or once it was let go', () => {
    const pass = new BulkPass(undefined);
    const answer = answerOf([{ id: 'a', routing: undefined, source: '{}' }]);
    const [first, second] = [read(pass, answer), read(pass, answer)];
    pass.letGo(first.name, true);
    expect(() => bodyOfPage(first.name)).toThrow(/is held while it is written/);
    pass[Symbol.dispose]();
    expect(() => bodyOfPage(second.name)).toThrow(/is held while it is written/);
    expect(bulkReader(pass.name)(Buffer.from(answer))).toBe(answer);
  });

  it.each([
    ['a refusal', '{"error":{"type":"x"},"status":404}'],
    ['half an answer', answerOf([{ id: 'a', routing: undefined, source: '{}' }]).slice(0, -1)],
    ['a document without a source', '{"hits":{"hits":[{"_id":"a"}]}}'],
    ['no list', '{"hits":{}}'],
    ['a page of a proxy', '<html>é</html>'],
    ['nothing', ''],
  ])('is not made of %s, which stays as it is', (_, answer) => {
    using pass = new BulkPass(undefined);
    expect(bulkReader(pass.name)(Buffer.from(answer))).toBe(answer);
  });

  it('is named by no server', () => {
    using pass = new BulkPass(undefined);
    const { name } = read(pass, answerOf([{ id: 'a', routing: undefined, source: '{}' }]));
    const answer = `bulk ${JSON.stringify({ name, count: 7, scrollId: null, isTimedOut: false, failedShards: 0 })}`;
    expect(readBulkPage(bulkReader(pass.name)(Buffer.from(answer)))).toBeUndefined();
  });
});

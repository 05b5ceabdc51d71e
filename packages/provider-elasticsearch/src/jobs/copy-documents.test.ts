import { type JobDefinition, ProviderError, parseDurationMs, type Transport, TransportError } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeIndex } from '../testing/fake-index.ts';
import { JobWorld } from '../testing/job-world.ts';
import { sourceText } from '../testing/json-texts.ts';
import { catchUp } from './catch-up.ts';
import { compareDocuments } from './compare-documents.ts';
import { copyDocuments } from './copy-documents.ts';
import { readRefusedIds } from './refused-ids.ts';

/** What the engine keeps of the result of a slice. */
const MAX_RESULT_BYTES = 65_536;

const INPUT = { source: 'orders', dest: 'orders-v2', target_version: '7.10.2' };

const documents = fc.uniqueArray(
  fc.record({
    id: fc.oneof(fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }), fc.constantFrom('a"b', '😀', 'a\\b')),
    routing: fc.option(fc.string({ minLength: 1, maxLength: 3 }), { nil: undefined }),
    source: fc.array(fc.nat(), { maxLength: 60 }).map(sourceText),
  }),
  { selector: ({ id, routing }) => `${id}\0${routing ?? ''}`, maxLength: 30 },
);

function filled(
  all: readonly { readonly id: string; readonly routing?: string | undefined; readonly source: string }[],
): FakeIndex {
  const index = new FakeIndex();
  for (const { id, routing, source } of all) index.put(id, source, routing);
  return index;
}

function numbered(count: number): FakeIndex {
  return filled(Array.from({ length: count }, (_, index) => ({ id: `d${index}`, source: `{"n":${index}.10}` })));
}

function textsOf(index: FakeIndex): Readonly<Record<string, string>> {
  return Object.fromEntries([...index.documents].map(([key, { source }]) => [key, source]));
}

function copies(origin: FakeIndex, target: FakeIndex, input: object = {}) {
  return JobWorld.of(origin, target).run(copyDocuments, { ...INPUT, ...input });
}

/** A cluster that forgets each reader's place when it was not asked for the next page in the time that was agreed. */
function forgetting(index: FakeIndex, clock: VirtualClock): { readonly forgotten: number } {
  const untilMs = new Map<string, number>();
  const seen = { forgotten: 0 };
  const keep = (id: string, agreed: string): void => {
    untilMs.set(id, clock.monotonicMs() + (parseDurationMs(agreed) ?? 0));
  };
  let opened = 0;
  index.fault = ({ method, url, body = '{}' }) => {
    const { pathname, searchParams } = new URL(url);
    const agreed = searchParams.get('scroll');
    if (agreed !== null) keep(`scroll-${opened++}`, agreed);
    if (pathname !== '/_search/scroll' || method !== 'POST') return undefined;
    const { scroll_id: id, scroll } = JSON.parse(body) as { readonly scroll_id: string; readonly scroll: string };
    if ((untilMs.get(id) ?? 0) < clock.monotonicMs()) {
      seen.forgotten += 1;
      return { status: 404, body: '{"error":{"type":"search_context_missing_exception"},"status":404}' };
    }
    keep(id, scroll);
    return undefined;
  };
  return seen;
}

it('reports the documents of each page, as rounds of a catch-up and comparisons do', async () => {
  const [origin, target] = [numbered(25), new FakeIndex()];
  const pages = async (job: JobDefinition, input: object, [left, right] = [origin, target]) => {
    const world = JobWorld.of(left, right);
    const results = await world.slices(job, { ...INPUT, batch: 10, ...input });
    const counted = results.reduce((sum, { result }) => sum + Number(result[job.counts ?? '']), 0);
    return { reported: world.reported, counted };
  };
  expect(await pages(copyDocuments, {})).toEqual({ reported: [10, 20, 25], counted: 25 });
  for (const comparison of ['bytes', 'values'])
    expect(await pages(compareDocuments, { comparison })).toEqual({ reported: [10, 20, 25, 10, 20, 25], counted: 50 });
  expect(await pages(catchUp, { positions: [0, 0] })).toEqual({ reported: [10, 20, 25], counted: 25 });
});

describe('a copy', () => {
  it('has every document byte for byte, with its id and routing, in any number of parts and pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        documents,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 7 }),
        async (all, parts, batch) => {
          const [origin, target] = [filled(all), new FakeIndex({ shards: 3 })];
          const count = all.length;
          expect(await copies(origin, target, { parts, batch })).toMatchObject({
            kind: 'succeeded',
            outputs: { documents: count, created: count, refused: 0 },
          });
          expect(textsOf(target)).toEqual(textsOf(origin));
          expect(origin.openScrolls).toEqual(new Set());
        },
      ),
    );
  });

  it('keeps the line breaks of a document out of its bulk', async () => {
    const [origin, target] = [filled([{ id: 'a', source: '{\r\n  "a": "x\\ny"\n}' }]), new FakeIndex()];
    await copies(origin, target);
    expect(textsOf(target)).toEqual({ 'a\0': '{    "a": "x\\ny" }' });
  });

  it('keeps to a number of documents a second, in pages that come before the cluster forgets the reader', async () => {
    const [origin, target] = [numbered(100), new FakeIndex()];
    const clock = new VirtualClock();
    const startMs = clock.now();
    const world = new JobWorld(
      [origin, target].map((transport, index) => ({ url: `http://cluster-${index}.example:9200`, transport })),
      clock,
    );
    await world.succeed(copyDocuments, { ...INPUT, parts: 1, requests_per_second: 0.5 });
    expect(target.documents.size).toBe(100);
    expect((clock.now() - startMs) / 1_000).toBeGreaterThanOrEqual(200);
    expect((clock.now() - startMs) / 1_000).toBeLessThan(201);
    const writes = target.requests.filter(({ url }) => url.includes('/_bulk'));
    expect(writes.length).toBeGreaterThanOrEqual(100 / 15);
  });

  it.each([
    ['many small documents', { count: 2_000, bytes: 5_000, pace: '20000/s', readers: 4 }],
    ['few large ones', { count: 8, bytes: 1_000_000, pace: '20000/s', readers: 4 }],
  ])(
    'of %s asks for each page before the cluster forgets the reader, at a pace of bytes alone',
    async (_what, given) => {
      const clock = new VirtualClock();
      const source = JSON.stringify({ text: 'x'.repeat(given.bytes) });
      const [origin, target] = [
        filled(Array.from({ length: given.count }, (_, n) => ({ id: `d${n}`, source }))),
        new FakeIndex(),
      ];
      const places = forgetting(origin, clock);
      const clusters = [origin, target].map((transport, index) => {
        return { url: `http://cluster-${index}.example:9200`, transport, pace: { bytes: given.pace } };
      });
      const world = new JobWorld(clusters, clock);
      const slices = await world.planned(copyDocuments, { ...INPUT, parts: given.readers });
      const input = { ...INPUT, parts: given.readers };
      await Promise.all(slices.map((slice) => world.slice(copyDocuments, slice, input)));
      expect(target.documents.size).toBe(given.count);
      expect(places.forgotten).toBe(0);
    },
  );

  it.each([
    [
      'the last page of each of the slices that end last',
      { count: 30, parts: 6, refreshes: '1 1 1, 1 1 1, 1 1 R, 1 1 R, 1 1 R, 1 1 R' },
    ],
    ['that of the only slice', { count: 5, parts: 1, refreshes: '1 1 R' }],
    ['none that is full: nobody knows that it is the last one', { count: 8, parts: 2, refreshes: '1 1, 1 1' }],
  ])('makes visible with %s what it has written', async (_what, { count, parts, refreshes }) => {
    const [origin, target] = [new FakeIndex({ shards: 1 }), new FakeIndex()];
    for (let at = 0; at < count; at += 1) origin.put(`d${at}`, `{"n":${at}}`);
    const world = JobWorld.of(origin, target);
    const input = { ...INPUT, parts, batch: 2 };
    const seen: string[] = [];
    for (const slice of await world.planned(copyDocuments, input)) {
      target.requests.length = 0;
      await world.slice(copyDocuments, slice, input);
      const bulks = target.requests.filter(({ url }) => url.includes('/_bulk'));
      seen.push(bulks.map(({ url }) => (new URL(url).searchParams.get('refresh') === 'true' ? 'R' : '1')).join(' '));
    }
    expect(seen.join(', ')).toBe(refreshes);
    expect(target.documents.size).toBe(count);
  });

  it('can be made again: what is there stays as it is', async () => {
    const [origin, target] = [numbered(20), new FakeIndex()];
    await copies(origin, target, { batch: 3 });
    target.put('d3', '{"own":true}');
    expect(await copies(origin, target, { batch: 3 })).toMatchObject({ outputs: { documents: 20, created: 0 } });
    expect(textsOf(target)['d3\0']).toBe('{"own":true}');
  });

  it('is one slice where documents have no sequence numbers', async () => {
    const [origin, target] = [numbered(9), new FakeIndex()];
    origin.hasSequenceNumbers = false;
    await copies(origin, target, { parts: 4 });
    expect(target.documents.size).toBe(9);
  });

  it('names the type that the index has, on a cluster with types', async () => {
    const [origin, target] = [numbered(2), new FakeIndex({ mappings: { tweet: { properties: {} } } })];
    await copies(origin, target, { target_version: '6.7.2' });
    expect(target.types).toEqual(['tweet', 'tweet']);
  });
});

describe('faults', () => {
  it('of a bulk are none at the end: what was lost, or refused for want of room, is sent again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('lost', 'busy', 'cut', 'none'), { maxLength: 6 }),
        fc.array(fc.nat({ max: 29 })),
        async (faults, full) => {
          const [origin, target] = [numbered(30), new FakeIndex()];
          const queue = [...faults];
          const postponed = new Set(full.map((number) => `d${number}`));
          target.fault = ({ url, body }) => {
            if (!url.includes('/_bulk')) return undefined;
            const fault = queue.shift();
            if (fault === 'busy')
              return { status: 429, body: '{"error":{"type":"es_rejected_execution_exception"},"status":429}' };
            if (fault === 'cut') return { body: '{"errors":false,"items":[' };
            // It was written, and nobody hears of it.
            if (fault === 'lost') {
              target.fault = () => undefined;
              void target.send({ method: 'POST', url, headers: {}, body: body ?? '' });
              return new TransportError('reset', { wasSent: true, reason: 'ECONNRESET' });
            }
            return undefined;
          };
          target.refuse = ({ id }) =>
            postponed.delete(id) ? { status: 429, error: { type: 'es_rejected_execution_exception' } } : undefined;
          expect((await copies(origin, target, { batch: 7 })).kind).toBe('succeeded');
          expect(textsOf(target)).toEqual(textsOf(origin));
        },
      ),
    );
  });

  it('of a shard that is on no node end the slice after a minute, and say so', async () => {
    const [origin, target, clock] = [numbered(30), new FakeIndex(), new VirtualClock()];
    target.refuse = () => ({
      status: 503,
      error: { type: 'unavailable_shards_exception', reason: '[b][0] primary shard is not active Timeout: [20s]' },
    });
    // So long the cluster waits for the shard by itself.
    const slow: Transport = {
      send: async (request) => {
        if (request.url.includes('/_bulk')) await clock.sleep(20_000, new AbortController().signal);
        return await target.send(request);
      },
    };
    const clusters = [origin, slow].map((transport, at) => ({ url: `http://cluster-${at}.example:9200`, transport }));
    const startMs = clock.now();
    await expect(new JobWorld(clusters, clock).run(copyDocuments, INPUT)).rejects.toMatchObject({
      class: 'transient',
      message: expect.stringContaining('unavailable_shards_exception') as unknown,
      hint: expect.stringContaining('_cluster/allocation/explain') as unknown,
    });
    expect(clock.now() - startMs).toBeLessThan(90_000);
    expect(target.requests.find(({ url }) => url.includes('/_bulk'))?.url).toContain('timeout=20s');
  });

  it('of documents are sent alone: those that were written are not sent again', async () => {
    const [origin, target] = [numbered(4), new FakeIndex()];
    let refusals = 1;
    target.refuse = ({ id }) => {
      refusals -= id === 'd2' ? 1 : 0;
      return id === 'd2' && refusals === 0
        ? { status: 429, error: { type: 'es_rejected_execution_exception' } }
        : undefined;
    };
    await copies(origin, target);
    const bulks = target.requests.filter(({ url }) => url.includes('/_bulk'));
    expect(bulks.map(({ body }) => body?.split('\n').length)).toEqual([9, 3]);
    expect(bulks[0]?.headers['content-type']).toBe('application/x-ndjson');
  });

  it.each([
    ['6.4.3', null],
    ['6.5.0', '_none'],
    ['9.2.0', '_none'],
    ['1.3.20', '_none'],
  ])('written into %s pass no pipeline where that version can be told so', async (version, pipeline) => {
    const [origin, target] = [numbered(4), new FakeIndex()];
    await JobWorld.of(origin, target).run(copyDocuments, { ...INPUT, target_version: version });
    const bulks = target.requests.filter(({ url }) => url.includes('/_bulk'));
    expect(bulks.map(({ url }) => new URL(url).searchParams.get('pipeline'))).toEqual([pipeline]);
  });

  it('that last end the slice with what the cluster says', async () => {
    const [origin, target] = [numbered(4), new FakeIndex()];
    target.refuse = () => ({ status: 429, error: { type: 'es_rejected_execution_exception' } });
    await expect(copies(origin, target)).rejects.toMatchObject({ class: 'throttled' });
    target.refuse = () => ({
      status: 403,
      error: { type: 'cluster_block_exception', reason: 'blocked by: [FORBIDDEN/8/index write (api)]' },
    });
    await expect(copies(origin, target)).rejects.toMatchObject({
      class: 'fatal',
      vendorCode: 'cluster_block_exception',
    });
    expect(origin.openScrolls).toEqual(new Set());
  });

  it('of a page end the slice, and give its position back', async () => {
    const [origin, target] = [numbered(20), new FakeIndex()];
    origin.fault = ({ url, method }) =>
      url.endsWith('/_search/scroll') && method === 'POST'
        ? {
            status: 404,
            body: '{"error":{"type":"search_context_missing_exception","reason":"No search context found"},"status":404}',
          }
        : undefined;
    await expect(copies(origin, target, { batch: 5 })).rejects.toMatchObject({ class: 'transient' });
    expect(origin.openScrolls).toEqual(new Set());
  });

  it('of shards are no pages that lack documents', async () => {
    const [origin, target] = [numbered(3), new FakeIndex()];
    origin.fault = ({ url }) =>
      url.includes('/_search')
        ? { body: '{"timed_out":false,"_shards":{"total":2,"failed":1},"hits":{"total":1,"hits":[]}}' }
        : undefined;
    await expect(copies(origin, target)).rejects.toThrow('1 shards did not answer');
  });
});

describe('a source that was made anew', () => {
  const remade = { vendorCode: 'SOURCE_MADE_ANEW', class: 'fatal' };

  it('is refused before it is cut, and before a slice of it is read', async () => {
    const [origin, target] = [numbered(30), new FakeIndex()];
    const input = { ...INPUT, source_uuid: origin.uuid };
    const world = JobWorld.of(origin, target);
    await world.succeed(copyDocuments, input);
    origin.uuid = 'second';
    await expect(world.run(copyDocuments, input)).rejects.toMatchObject(remade);
    const cut: typeof copyDocuments = { ...copyDocuments, planSlices: () => [{ name: '1-of-1', arguments: {} }] };
    const searches = (): number => origin.requests.filter(({ url }) => url.includes('_search')).length;
    const before = searches();
    await expect(world.run(cut, input)).rejects.toMatchObject(remade);
    expect(searches()).toBe(before);
  });

  it('is refused at the end of the slice that was read meanwhile', async () => {
    const [origin, target] = [numbered(30), new FakeIndex()];
    const input = { source_uuid: origin.uuid };
    target.refuse = () => {
      origin.uuid = 'second';
      return undefined;
    };
    await expect(copies(origin, target, input)).rejects.toMatchObject(remade);
  });

  it('is not asked for where nothing was noted of it', async () => {
    expect(await copies(numbered(3), new FakeIndex(), { source_uuid: null })).toMatchObject({ kind: 'succeeded' });
  });
});

describe('documents that are refused', () => {
  const refuseEveryTenth = (target: FakeIndex): void => {
    target.refuse = ({ id }) =>
      id.endsWith('0')
        ? {
            status: 400,
            error: {
              type: 'mapper_parsing_exception',
              reason:
                "failed to parse field [price] of type [long] in document with id 'd0'. Preview of field's value: 'secret'",
            },
          }
        : undefined;
  };

  it('fail the copy with their number, their ids and the field, and without a value', async () => {
    const [origin, target] = [numbered(30), new FakeIndex()];
    refuseEveryTenth(target);
    const summary = await copies(origin, target, { parts: 2 });
    expect(summary).toMatchObject({ kind: 'failed' });
    expect(summary).toHaveProperty(
      'reason',
      '3 documents were refused of 30 that were read: mapper_parsing_exception: field price (d0, d10, d20).',
    );
    expect(target.documents.size).toBe(27);
  });

  it('are named with their reasons, as many as there is room for', async () => {
    const [origin, target] = [numbered(300), new FakeIndex()];
    refuseEveryTenth(target);
    const slices = await JobWorld.of(origin, target).slices(copyDocuments, { ...INPUT, parts: 2, tolerate: 30 });
    const leftOut = copyDocuments.leftOutIn?.(slices) ?? [];
    expect(leftOut.length).toBe(30);
    expect(leftOut[0]).toEqual({
      what: 'refused',
      id: expect.stringMatching(/^d\d*0$/),
      details: { reason: 'mapper_parsing_exception: field price' },
    });
  });

  it('are kept one by one, whatever their number, with what tells them from others and without a value', async () => {
    const [origin, target] = [numbered(3_000), new FakeIndex()];
    refuseEveryTenth(target);
    origin.put('routed0', '{"price":"x"}', 'r 1');
    const world = JobWorld.of(origin, target);
    const results = await world.slices(copyDocuments, { ...INPUT, parts: 2, tolerate: 301 });
    const [ids, expected] = [world.leftOut.map(({ id }) => id), Array.from({ length: 300 }, (_, at) => `d${at * 10}`)];
    expect(ids.toSorted()).toEqual([...expected, 'routed0'].toSorted());
    const details = {
      index: 'orders-v2',
      type: 'mapper_parsing_exception',
      reason: 'mapper_parsing_exception: field price',
    };
    expect(world.leftOut).toContainEqual({ what: 'refused', id: 'd20', details });
    expect(world.leftOut).toContainEqual({ what: 'refused', id: 'routed0', details: { ...details, routing: 'r 1' } });
    expect(JSON.stringify(world.leftOut)).not.toContain('secret');
    expect(results.reduce((sum, { result }) => sum + Number(result['refused']), 0)).toBe(301);
  });

  it('are kept by their ids, thousands of them, within what is kept of a slice', async () => {
    const [origin, target] = [numbered(1_500), new FakeIndex()];
    const type = 'x'.repeat(140);
    target.refuse = ({ id }) => (id === 'd0' ? undefined : { status: 400, error: { type } });
    const slices = await JobWorld.of(origin, target).slices(copyDocuments, { ...INPUT, parts: 1, tolerate: 1_499 });
    expect(slices.map(({ result }) => JSON.stringify(result).length <= MAX_RESULT_BYTES)).toEqual([true]);
    const { outputs } = copyDocuments.summarize(slices, { ...INPUT, tolerate: 1_499 });
    const ids = readRefusedIds({ tolerated_ids: outputs?.['refused_ids'] ?? null });
    const keys = outputs?.['refused_ids'] as string | undefined;
    expect([(keys ?? '').length / 8, ids.has('d1'), ids.has('d1499'), ids.has('d0')]).toEqual([
      1_499,
      true,
      true,
      false,
    ]);
  });

  it('are left out where the plan tolerates that many', async () => {
    const [origin, target] = [numbered(30), new FakeIndex()];
    refuseEveryTenth(target);
    expect(await copies(origin, target, { tolerate: 3 })).toMatchObject({
      kind: 'succeeded',
      outputs: {
        refused: 3,
        omitted: {
          count: 3,
          named: ['d0', 'd10', 'd20'].map((id) => ({
            what: 'refused',
            id,
            details: { reason: 'mapper_parsing_exception: field price' },
          })),
        },
      },
      detail: expect.stringContaining('3 documents were refused of 30'),
    });
    expect(await copies(origin, new FakeIndex(), { tolerate: 2 })).toMatchObject({
      kind: 'succeeded',
      outputs: { refused: 0 },
    });
  });

  it('end the slice when there are very many', async () => {
    const [origin, target] = [numbered(3_000), new FakeIndex()];
    target.refuse = () => ({
      status: 400,
      error: { type: 'strict_dynamic_mapping_exception', reason: 'mapping set to strict' },
    });
    const error = await copies(origin, target, { batch: 500 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ class: 'fatal', vendorCode: 'DOCUMENTS_REFUSED' });
    expect(String(error)).toContain('The slice reads no further. All of them are in the file of the test.');
    expect(origin.openScrolls).toEqual(new Set());
  });
});

describe('sizes', () => {
  it('become smaller where an answer is too large, and every document arrives once', async () => {
    const [origin, target] = [numbered(50), new FakeIndex()];
    for (let index = 40; index < 50; index += 1) origin.put(`d${index}`, `{"text":"${'x'.repeat(4_000)}"}`);
    origin.maxResponseCharacters = 20_000;
    expect(await copies(origin, target)).toMatchObject({ outputs: { documents: 50, created: 50 } });
    expect(textsOf(target)).toEqual(textsOf(origin));
  });

  it('are learnt from a few documents, so that no answer holds more than a page of large ones', async () => {
    const [origin, target] = [new FakeIndex(), new FakeIndex()];
    for (let index = 0; index < 30; index += 1) origin.put(`d${index}`, `{"text":"${'x'.repeat(300_000)}"}`);
    expect(await copies(origin, target)).toMatchObject({ outputs: { documents: 30, created: 30 } });
    const sizes = origin.requests
      .filter(({ url }) => url.includes('/_search') && !url.includes('/_search/scroll'))
      .map(({ body = '' }) => (JSON.parse(body) as { size: number }).size);
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBe(18);
  });

  it.each([
    ['100 documents, where they are small enough for it', 45_000, 100],
    ['as many as fit into the largest page', 100_000, 54],
    ['one document that is larger than that', 3_000_000, 1],
    ['the usual size, where that is more than 100 documents', 5_000, 780],
  ])('are at least %s', async (_, characters, size) => {
    const source = (at: number): string => `{"n":${at},"text":"${'x'.repeat(characters)}"}`;
    const all = Array.from({ length: 5 }, (_none, at) => ({ id: `d${at}`, source: source(at) }));
    const [origin, target] = [filled(all), new FakeIndex()];
    await copies(origin, target, { parts: 1 });
    const opened = origin.requests.filter(({ url }) => url.includes('scroll='));
    expect(opened.map(({ body = '' }) => (JSON.parse(body) as { size: number }).size)).toEqual([size]);
    expect(textsOf(target)).toEqual(textsOf(origin));
  });

  it('become smaller where the cluster is slow', async () => {
    const [origin, target] = [numbered(50), new FakeIndex()];
    origin.fault = ({ url, body = '' }) =>
      url.includes('scroll=') && (JSON.parse(body) as { size: number }).size > 10
        ? new TransportError('slow', { wasSent: true, reason: 'UND_ERR_HEADERS_TIMEOUT' })
        : undefined;
    expect(await copies(origin, target, { batch: 40 })).toMatchObject({ outputs: { documents: 50, created: 50 } });
    origin.fault = ({ url }) =>
      url.includes('scroll=') ? new TransportError('slow', { wasSent: true, reason: 'EXCHANGE_TIMEOUT' }) : undefined;
    await expect(copies(origin, target)).rejects.toMatchObject({ class: 'transient', vendorCode: 'EXCHANGE_TIMEOUT' });
  });

  it('of one document that is too large fail the slice with what helps', async () => {
    const [origin, target] = [filled([{ id: 'a', source: `{"text":"${'x'.repeat(500)}"}` }]), new FakeIndex()];
    origin.maxResponseCharacters = 400;
    await expect(copies(origin, target)).rejects.toMatchObject({
      class: 'fatal',
      hint: expect.stringContaining('method: remote'),
    });
  });

  it('of a bulk that the cluster does not take are halved', async () => {
    const [origin, target] = [numbered(30), new FakeIndex()];
    target.fault = ({ url, body = '' }) =>
      url.includes('/_bulk') && body.length > 400 ? { status: 413, body: '<html>' } : undefined;
    expect(await copies(origin, target)).toMatchObject({ outputs: { created: 30 } });
    target.fault = ({ url }) => (url.includes('/_bulk') ? { status: 413, body: '<html>' } : undefined);
    expect(await copies(origin, new FakeIndex())).toMatchObject({ kind: 'succeeded' });
    expect(await copies(origin, target)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('larger than the cluster accepts'),
    });
  });
});

describe('a stop', () => {
  it('ends the slice at its next page, with nothing under way and no position left', async () => {
    const [origin, target] = [numbered(50), new FakeIndex()];
    const world = JobWorld.of(origin, target);
    const stopped = new Error('stopped');
    target.fault = () => {
      world.stopping.abort(stopped);
      return undefined;
    };
    await expect(world.run(copyDocuments, { ...INPUT, batch: 5 })).rejects.toBe(stopped);
    expect(origin.openScrolls).toEqual(new Set());
    expect(target.requests.length).toBeLessThan(3);
  });
});

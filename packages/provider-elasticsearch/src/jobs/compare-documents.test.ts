import type { JobSummary, JsonObject } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeIndex } from '../testing/fake-index.ts';
import { JobWorld } from '../testing/job-world.ts';
import { compareDocuments } from './compare-documents.ts';
import { nameDifferences } from './name-differences.ts';
import { keysOfIds } from './refused-ids.ts';

const INPUT = { source: 'orders', dest: 'orders-v2' };

/** A copy as a cluster makes it: other shards, another order, and numbers as it prints them. */
function pair(count: number): readonly [FakeIndex, FakeIndex] {
  const [origin, copy] = [new FakeIndex(), new FakeIndex({ shards: 3 })];
  const numbers = Array.from({ length: count }, (_, index) => index);
  for (const at of numbers)
    origin.put(`d${at}`, `{"n":${at}.10,"text":"t${at}","list":[1,2,3],"tag":"a\\/b"}`, routingOf(at));
  for (const at of numbers.toReversed())
    copy.put(`d${at}`, `{"text":"t${at}","n":${at}.1,"list":[1,2,3],"tag":"a/b"}`, routingOf(at));
  return [origin, copy];
}

function routingOf(at: number): string | undefined {
  return at % 3 === 0 ? `r${at % 2}` : undefined;
}

async function compare(origin: FakeIndex, copy: FakeIndex, input: JsonObject = {}): Promise<JobSummary> {
  const world = JobWorld.of(origin, copy);
  const digests = await world.run(compareDocuments, { ...INPUT, ...input });
  if (digests.kind === 'failed') return digests;
  const { buckets = null, suspects = null } = digests.outputs;
  return await world.run(nameDifferences, { ...INPUT, ...input, buckets, suspects });
}

type Damage = (copy: FakeIndex, at: number) => void;

const source = (at: number, changes: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ text: `t${at}`, n: at + 0.1, list: [1, 2, 3], tag: 'a/b', ...changes });

/** Each kind of damage, and what is said of it. */
const DAMAGES: Readonly<Record<string, readonly [Damage, RegExp]>> = {
  'a missing document': [
    (copy, at) => copy.documents.delete(`d${at}\0${routingOf(at) ?? ''}`),
    /1 missing in the copy \(d\d+/,
  ],
  'an extra document': [(copy) => copy.put('x', source(1)), /1 only in the copy \(x\)/],
  'a changed text': [
    (copy, at) => copy.put(`d${at}`, source(at, { text: 'other' }), routingOf(at)),
    /1 changed \(d\d+/,
  ],
  'a lost field': [(copy, at) => copy.put(`d${at}`, source(at, { tag: undefined }), routingOf(at)), /1 changed/],
  'a truncated list': [(copy, at) => copy.put(`d${at}`, source(at, { list: [1, 2] }), routingOf(at)), /1 changed/],
  'numbers swapped between two documents': [
    (copy, at) => {
      copy.put(`d${at}`, source(at, { n: at + 1.1 }), routingOf(at));
      copy.put(`d${at + 1}`, source(at + 1, { n: at + 0.1 }), routingOf(at + 1));
    },
    /2 changed \(d\d+/,
  ],
  'the same id under another routing': [
    (copy, at) => copy.put(`d${at}`, source(at), 'elsewhere'),
    /1 only in the copy \(d\d+ with routing elsewhere\)/,
  ],
  'a document under another routing': [
    (copy, at) => {
      copy.documents.delete(`d${at}\0${routingOf(at) ?? ''}`);
      copy.put(`d${at}`, source(at), 'elsewhere');
    },
    /1 missing in the copy .*1 only in the copy/,
  ],
};

describe('a comparison', () => {
  it('finds a copy equal that another cluster has printed, however both are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 5 }), async (count, parts) => {
        const [origin, copy] = pair(count);
        expect(await compare(origin, copy, { parts })).toMatchObject({
          kind: 'succeeded',
          outputs: { result: 'equal' },
        });
        expect([...origin.openScrolls, ...copy.openScrolls]).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it.each(Object.entries(DAMAGES))('finds %s wherever it is, and names it', async (_name, [damage, said]) => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 38 }), fc.integer({ min: 1, max: 4 }), async (at, parts) => {
        const [origin, copy] = pair(40);
        damage(copy, at);
        expect(await compare(origin, copy, { parts })).toMatchObject({
          kind: 'failed',
          reason: expect.stringMatching(said),
        });
      }),
      { numRuns: 30 },
    );
  });

  it('by bytes finds what only looks different, and then finds it equal', async () => {
    const [origin, copy] = pair(20);
    const digests = await JobWorld.of(origin, copy).run(compareDocuments, { ...INPUT, comparison: 'bytes' });
    expect(digests).toMatchObject({ outputs: { documents: 20, copied: 20 } });
    expect((digests as { outputs: JsonObject }).outputs['suspects']).not.toEqual([]);
    expect(await compare(origin, copy, { comparison: 'bytes' })).toMatchObject({ kind: 'succeeded' });
  });

  it('makes both sides visible before it reads them', async () => {
    const [origin, copy] = pair(1);
    await compare(origin, copy);
    for (const side of [origin, copy]) expect(side.requests[0]?.url).toMatch(/\/_refresh$/);
  });

  it('reads no more documents in a page than the plan allows', async () => {
    const [origin, copy] = pair(20);
    DAMAGES['an extra document']?.[0](copy, 0);
    await compare(origin, copy, { batch: 5 });
    const searches = [...origin.requests, ...copy.requests].filter(({ url }) => /_search(\?|$)/.test(url));
    const sizes = searches.map(({ body = '{}' }) => (JSON.parse(body) as { size: number }).size);
    expect([searches.length > 0, Math.max(...sizes)]).toEqual([true, 5]);
  });

  it('takes slices of both sides in turns, however many each has', async () => {
    const [origin, copy] = pair(10);
    for (let at = 1; at < 10; at += 1) copy.documents.delete(`d${at}\0${routingOf(at) ?? ''}`);
    const slices = await JobWorld.of(origin, copy).slices(compareDocuments, { ...INPUT, parts: 3 });
    expect(slices.map(({ slice }) => slice.name)).toEqual([
      'source-1-of-3',
      'copy-1-of-3',
      'source-2-of-3',
      'copy-2-of-3',
      'source-3-of-3',
      'copy-3-of-3',
    ]);
  });

  it('reads nothing a second time where both sides are equal', async () => {
    const [origin, copy] = pair(10);
    const world = JobWorld.of(origin, copy);
    expect(await world.slices(nameDifferences, { ...INPUT, buckets: 64, suspects: [] })).toEqual([]);
  });

  it('names a hundred documents, and counts the rest', async () => {
    const [origin] = pair(300);
    const world = JobWorld.of(origin, new FakeIndex());
    const suspects = [[0, 300]];
    const [round] = await world.slices(nameDifferences, { ...INPUT, buckets: 1, suspects });
    expect(round?.result['missing']).toBe(300);
    expect(round?.result['named']).toHaveLength(100);
    const summary = await world.run(nameDifferences, { ...INPUT, buckets: 1, suspects });
    expect(summary).toMatchObject({
      reason: expect.stringMatching(/^Source and copy differ: 300 missing in the copy \(.+, …\)\.$/),
    });
  });

  it('that finds differences while one side is written is unstable, and says so', async () => {
    const [origin, copy] = pair(20);
    DAMAGES['a changed text']?.[0](copy, 5);
    const world = JobWorld.of(origin, copy);
    const digests = await world.run(compareDocuments, INPUT);
    const { buckets = null, suspects = null } = (digests as { outputs: JsonObject }).outputs;
    const name = () => world.run(nameDifferences, { ...INPUT, buckets, suspects });
    const counts = { missing: 0, extra: 0, changed: 1 };
    expect(await name()).toMatchObject({ result: 'different', outputs: { result: 'different', ...counts } });
    for (const side of [origin, copy]) {
      side.fault = ({ url }) => {
        if (url.includes('/_search/scroll')) side.put('late', '{}');
        return undefined;
      };
      const unstable = { kind: 'failed', result: 'unstable', outputs: { result: 'unstable' } };
      expect(await name()).toMatchObject({ ...unstable, reason: expect.stringContaining('written to meanwhile') });
      side.fault = () => undefined;
    }
  });

  it('names what differs for a file as well, sorted and without values', async () => {
    const [origin, copy] = pair(20);
    DAMAGES['the same id under another routing']?.[0](copy, 4);
    DAMAGES['a changed text']?.[0](copy, 5);
    const world = JobWorld.of(origin, copy);
    const digests = await world.run(compareDocuments, INPUT);
    const { buckets = null, suspects = null } = (digests as { outputs: JsonObject }).outputs;
    const slices = await world.slices(nameDifferences, { ...INPUT, buckets, suspects });
    expect(nameDifferences.differencesIn?.(slices)).toEqual([
      { what: 'changed', id: 'd5' },
      { what: 'extra', id: 'd4', details: { routing: 'elsewhere' } },
    ]);
  });

  it('lets documents be missing that the plan tolerates, and nothing else', async () => {
    const [origin, copy] = pair(20);
    DAMAGES['a missing document']?.[0](copy, 4);
    expect(await compare(origin, copy, { tolerate_missing: 1 })).toMatchObject({ kind: 'succeeded' });
    DAMAGES['a changed text']?.[0](copy, 5);
    expect(await compare(origin, copy, { tolerate_missing: 1 })).toMatchObject({ kind: 'failed' });
  });

  it('lets those alone be missing that were refused, also where more differ than are named', async () => {
    const [origin, copy] = pair(300);
    const lost = Array.from({ length: 150 }, (_, at) => at);
    for (const at of lost) DAMAGES['a missing document']?.[0](copy, at);
    const keys = keysOfIds(
      lost.map((at) => `d${at}`),
      1_000,
    );
    const input = { tolerate_missing: 150, tolerated_ids: keys };
    expect(await compare(origin, copy, input)).toMatchObject({ kind: 'succeeded', outputs: { missing: 150 } });
    copy.put('d7', source(7), routingOf(7));
    DAMAGES['a missing document']?.[0](copy, 200);
    expect(await compare(origin, copy, input)).toMatchObject({
      kind: 'failed',
      result: 'different',
      reason: expect.stringMatching(/150 missing in the copy .* 149 of those that are missing were refused/) as unknown,
    });
  });

  it('begins a slice anew when a page is too large, and counts nothing twice', async () => {
    const [origin, copy] = pair(50);
    for (const side of [origin, copy]) {
      for (let at = 40; at < 50; at += 1) side.put(`d${at}`, `{"text":"${'x'.repeat(4_000)}"}`, routingOf(at));
      side.maxResponseCharacters = 30_000;
    }
    expect(await compare(origin, copy)).toMatchObject({ kind: 'succeeded' });
  });
});

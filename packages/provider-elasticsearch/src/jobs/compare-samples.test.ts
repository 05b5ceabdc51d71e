import type { JsonObject } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeIndex } from '../testing/fake-index.ts';
import { JobWorld } from '../testing/job-world.ts';
import { compareSamples } from './compare-samples.ts';
import { keysOfIds } from './refused-ids.ts';

const INPUT = { source: 'orders', dest: 'orders-v2' };

function pair(count: number): readonly [FakeIndex, FakeIndex] {
  const [origin, copy] = [new FakeIndex(), new FakeIndex({ shards: 3 })];
  for (let at = 0; at < count; at += 1) {
    origin.put(`d${at}`, `{"n":${at}.10}`, at % 3 === 0 ? 'r' : undefined);
    copy.put(`d${at}`, `{"n":${at}.1}`, at % 3 === 0 ? 'r' : undefined);
  }
  return [origin, copy];
}

const compare = (origin: FakeIndex, copy: FakeIndex, input: JsonObject = {}) =>
  JobWorld.of(origin, copy).run(compareSamples, { ...INPUT, ...input });

describe('a comparison by sample', () => {
  it('finds equal what only looks different, however much of it is drawn, and leaves no position open', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 300 }), fc.integer({ min: 1, max: 400 }), async (count, sample) => {
        const [origin, copy] = pair(count);
        expect(await compare(origin, copy, { sample })).toMatchObject({
          kind: 'succeeded',
          outputs: { result: 'equal', missing: 0 },
        });
        expect([...origin.openScrolls, ...copy.openScrolls]).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('looks at all of it where neither side has more than are wanted', async () => {
    const [origin, copy] = pair(250);
    copy.put('d240', '{"n":0}', 'r');
    copy.put('d241', '{"n":241.1}', 'elsewhere');
    copy.documents.delete('d242\0');
    const found = await compare(origin, copy);
    expect(found).toMatchObject({
      kind: 'failed',
      result: 'different',
      outputs: { missing: 1, extra: 1, changed: 1, documents: 250 },
    });
  });

  it('tolerates missing documents, also more than it names, and nothing else', async () => {
    const [origin, copy] = pair(200);
    for (let at = 0; at < 80; at += 1) copy.documents.delete(at % 3 === 0 ? `d${at}\0r` : `d${at}\0`);
    expect(await compare(origin, copy, { tolerate_missing: 80 })).toMatchObject({
      kind: 'succeeded',
      outputs: { result: 'equal', missing: 80 },
    });
    expect(await compare(origin, copy, { tolerate_missing: 79 })).toMatchObject({
      kind: 'failed',
      outputs: { missing: 80 },
    });
    copy.put('d100', '{"n":0}');
    expect(await compare(origin, copy, { tolerate_missing: 80 })).toMatchObject({ kind: 'failed' });
  });

  it('lets those alone be missing that were refused', async () => {
    const [origin, copy] = pair(100);
    for (const at of [3, 4]) copy.documents.delete(`d${at}\0`);
    const input = (...ids: string[]) => ({ tolerate_missing: 2, tolerated_ids: keysOfIds(ids, 9) });
    expect(await compare(origin, copy, input('d3', 'd4'))).toMatchObject({ kind: 'succeeded' });
    expect(await compare(origin, copy, input('d3', 'd5'))).toMatchObject({ kind: 'failed', result: 'different' });
  });

  /** The fake draws the first documents. */
  it('sees what is drawn from either side, counts it once, and does not see the rest', async () => {
    const [origin, copy] = pair(250);
    copy.put('d200', '{"n":0}');
    expect(await compare(origin, copy, { sample: 150 })).toMatchObject({
      kind: 'succeeded',
      outputs: { documents: 300 },
    });
    origin.documents.delete('d1\0');
    origin.put('d2', '{"n":0}');
    copy.documents.delete('d4\0');
    const slices = await JobWorld.of(origin, copy).slices(compareSamples, { ...INPUT, sample: 150 });
    expect(slices.map(({ slice }) => slice.name)).toEqual([
      'source-1-of-2',
      'source-2-of-2',
      'copy-1-of-2',
      'copy-2-of-2',
    ]);
    expect(compareSamples.differencesIn?.(slices)).toEqual([
      { what: 'changed', id: 'd2' },
      { what: 'extra', id: 'd1' },
      { what: 'missing', id: 'd4' },
    ]);
  });

  it('draws fewer where documents are large', async () => {
    const [origin, copy] = pair(120);
    origin.maxResponseCharacters = 5_000;
    const found = await compare(origin, copy, { sample: 100 });
    expect(found).toMatchObject({ kind: 'succeeded' });
  });

  it('keeps what it names within what is kept of all slices', async () => {
    const [origin] = pair(3_000);
    const slices = await JobWorld.of(origin, new FakeIndex()).slices(compareSamples, { ...INPUT, sample: 2_000 });
    const named = slices.flatMap(({ result }) => result['named'] as readonly object[]);
    expect([slices.length, named.length]).toEqual([40, 20 * 15]);
    expect(compareSamples.summarize(slices, INPUT)).toMatchObject({ kind: 'failed', result: 'different' });
  });
});

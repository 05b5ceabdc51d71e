import type { JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { FakeIndex } from '../testing/fake-index.ts';
import { JobWorld } from '../testing/job-world.ts';
import { compareDocuments } from './compare-documents.ts';

const INPUT = { source: 'orders', dest: 'orders-v2', comparison: 'bytes' };
const COUNT = 15_000;

function filled(shards: number, count = COUNT): FakeIndex {
  const index = new FakeIndex({ shards });
  for (let at = 0; at < count; at += 1)
    index.put(`d${at}`, `{"n":${at}}`, at % 3 === 0 ? 'r'.repeat(at % 7) : undefined);
  return index;
}

async function slicesOf(origin: FakeIndex, copy: FakeIndex, input: JsonObject = {}): Promise<readonly JsonObject[]> {
  const slices = await JobWorld.of(origin, copy).slices(compareDocuments, { ...INPUT, ...input });
  return slices.map(({ slice }) => slice.arguments);
}

describe('an index that is only read', () => {
  it('is cut by its shards, and not one of their documents is left out', async () => {
    const [origin, copy] = [filled(2), filled(3)];
    expect(await slicesOf(origin, copy)).toMatchObject([
      { side: 'source', shard: 0 },
      { side: 'copy', shard: 0 },
      { side: 'source', shard: 1 },
      { side: 'copy', shard: 1 },
      { side: 'copy', shard: 2 },
    ]);
    const world = JobWorld.of(origin, copy);
    const equal = { documents: COUNT, copied: COUNT, result: 'equal' };
    expect(await world.succeed(compareDocuments, INPUT)).toMatchObject({ outputs: equal });
    copy.put('d7', '{"n":8}');
    const { outputs } = await world.succeed(compareDocuments, INPUT);
    expect([outputs['suspects'], outputs['result']]).toEqual([[expect.anything()], undefined]);
  });

  it('shares its documents out among the slices, for views, however it is cut', async () => {
    const documentsIn = (slices: readonly JsonObject[]) =>
      slices.reduce((sum, { documents }) => sum + Number(documents), 0);
    for (const origin of [filled(2), filled(7, COUNT + 1)]) {
      expect(documentsIn(await slicesOf(origin, filled(1)))).toBe(origin.documents.size + COUNT);
    }
    expect(documentsIn(await slicesOf(filled(1, 10), filled(1, 10)))).toBe(20);
  });

  it('asks for no sequence number then, so that documents from before 6.0 are cut as well', async () => {
    const [origin, copy] = [filled(2), filled(2)];
    origin.hasSequenceNumbers = false;
    expect((await slicesOf(origin, copy)).map(({ shard }) => shard)).toEqual([0, 0, 1, 1]);
    expect(origin.requests.filter(({ body = '' }) => body.includes('_seq_no'))).toEqual([]);
  });

  it.each<[string, FakeIndex, JsonObject]>([
    ['one shard only', filled(1), {}],
    ['shards of a few documents', filled(4), {}],
    ['large shards', Object.assign(filled(2), { storeBytes: 9_000_000_000 }), {}],
    ['a number of parts in the plan', filled(2), { parts: 3 }],
  ])('is cut by sequence numbers where it has %s', async (_, origin, input) => {
    const slices = await slicesOf(origin, filled(2), input);
    const ofOrigin = slices.filter(({ side }) => side === 'source');
    expect(ofOrigin).toHaveLength(3);
    for (const slice of ofOrigin) expect(slice).toEqual(expect.objectContaining({ gte: expect.any(Number) }));
  });
});

import type { JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { FakeIndex } from '../testing/fake-index.ts';
import { JobWorld } from '../testing/job-world.ts';
import { copyByMethod } from './copy-by-method.ts';
import { copyDocuments } from './copy-documents.ts';

const INPUT = { source: 'orders', dest: 'orders-v2', target_version: '7.10.2' };
const COUNT = 60_000;

function filled(shards: number): FakeIndex {
  const index = new FakeIndex({ shards });
  // The fake puts a document into a shard by how long its routing is.
  for (let at = 0; at < COUNT; at += 1) index.put(`d${at}`, `{"n":${at}}`, 'r'.repeat((at % shards) + 1));
  return index;
}

function targetWith(processors: number): FakeIndex {
  return Object.assign(new FakeIndex(), { processors });
}

async function slicesOf(origin: FakeIndex, target: FakeIndex, input: JsonObject = {}): Promise<readonly JsonObject[]> {
  const slices = await JobWorld.of(origin, target).slices(copyDocuments, { ...INPUT, ...input });
  expect(target.documents.size).toBe(COUNT);
  return slices.map(({ slice }) => slice.arguments);
}

describe('an index that is copied', () => {
  it.each([
    [2, 2],
    [4, 8],
    [8, 8],
    [12, 5],
    [3, 1],
    [6, 2],
  ])('of %d shards is cut by them where the target has %d processors', async (shards, processors) => {
    const slices = await slicesOf(filled(shards), targetWith(processors));
    expect(slices.map(({ shard }) => shard)).toEqual(Array.from({ length: shards }, (_, shard) => shard));
  });

  it.each([
    ['would leave places of the target without work', filled(2), targetWith(8), {}],
    ['share the work unevenly', filled(3), targetWith(2), {}],
    ['are large', Object.assign(filled(2), { storeBytes: 9_000_000_000 }), targetWith(2), {}],
    ['are not asked for', filled(2), targetWith(2), { parts: 4 }],
  ])('is cut by sequence numbers where its shards %s', async (_, origin, target, input) => {
    const slices = await slicesOf(origin, target, input);
    expect(slices).toHaveLength(4);
    for (const slice of slices) expect(slice).toEqual(expect.objectContaining({ gte: expect.any(Number) }));
  });

  it('is cut as for many processors where the user may not see the nodes of the target', async () => {
    const target = targetWith(2);
    target.fault = ({ url }) =>
      url.includes('/_nodes/')
        ? { status: 403, body: '{"error":{"type":"security_exception","reason":"no"},"status":403}' }
        : undefined;
    const slices = await slicesOf(filled(2), target);
    expect(slices.filter(({ shard }) => shard !== undefined)).toEqual([]);
  });

  it('is cut by sequence numbers where the target pulls: its copies know no shards', async () => {
    const world = JobWorld.of(filled(2), targetWith(2));
    const planned = await world.planned(copyByMethod, { ...INPUT, method: 'remote', opaque_id: 'x' });
    expect(planned).toHaveLength(4);
    expect(planned.filter(({ arguments: { shard } }) => shard !== undefined)).toEqual([]);
  });

  it('is read and written to its end where it was cut by shards, although the target may pull by then', async () => {
    const [origin, target] = [filled(2), targetWith(2)];
    const world = JobWorld.of(origin, target);
    const input = { ...INPUT, method: 'bulk', opaque_id: 'x' };
    const planned = await world.planned(copyByMethod, input);
    expect(planned.map(({ arguments: { shard } }) => shard)).toEqual([0, 1]);
    for (const slice of planned) await world.slice(copyByMethod, slice, { ...input, method: 'remote' });
    expect(target.documents.size).toBe(COUNT);
    expect(target.requests.filter(({ url }) => url.includes('/_reindex'))).toEqual([]);
  });
});

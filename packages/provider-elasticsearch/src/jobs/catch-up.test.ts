import type { JsonObject } from '@waybill/core';
import { objectOf } from '@waybill/provider-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeIndex } from '../testing/fake-index.ts';
import { JobWorld } from '../testing/job-world.ts';
import { catchUp } from './catch-up.ts';
import { copyDocuments } from './copy-documents.ts';
import { deleteMissing } from './delete-missing.ts';
import { cutRanges, totalOf } from './shard-positions.ts';

const INPUT = { source: 'orders', dest: 'orders-v2', target_version: '7.10.2', batch: 3 };

/** What a client does with one document of few. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('put'), id: fc.nat({ max: 9 }), routing: fc.boolean() }),
  fc.record({ kind: fc.constant('delete'), id: fc.nat({ max: 9 }), routing: fc.boolean() }),
  // What the index remembers of deletions is forgotten: versions begin anew.
  fc.record({ kind: fc.constant('forget'), id: fc.nat(), routing: fc.boolean() }),
  fc.record({ kind: fc.constant('refresh'), id: fc.nat(), routing: fc.boolean() }),
  fc.record({ kind: fc.constant('begin'), id: fc.nat({ max: 3 }), routing: fc.boolean() }),
  fc.record({ kind: fc.constant('land'), id: fc.nat(), routing: fc.boolean() }),
);
type Change = typeof change extends fc.Arbitrary<infer Each> ? Each : never;

/** A source whose client does its next change before some of the requests that it, or the copy, gets. */
class WrittenWhile {
  readonly source: FakeIndex = new FakeIndex({ shards: 3 });
  readonly copy: FakeIndex = new FakeIndex({ shards: 2 });
  readonly #changes: Change[];
  readonly #underWay = new Map<string, () => void>();
  #count = 0;

  constructor(changes: readonly Change[], pauses: readonly number[]) {
    this.#changes = [...changes];
    const waits = [...pauses];
    this.source.isFresh = false;
    const meanwhile = (): undefined => {
      for (let left = waits.shift() ?? 0; left > 0; left -= 1) this.#next();
      return undefined;
    };
    this.source.fault = meanwhile;
    this.copy.fault = meanwhile;
  }

  /** Everything that the client has not done yet, and then nothing more. */
  finish(): void {
    while (this.#changes.length > 0) this.#next();
    for (const land of this.#underWay.values()) land();
    this.#underWay.clear();
  }

  #next(): void {
    const next = this.#changes.shift();
    if (next === undefined) return;
    this.#count += 1;
    const routing = next.routing ? 'r' : undefined;
    const source = `{"n":${this.#count}.10}`;
    if (next.kind === 'put') this.source.put(`d${next.id}`, source, routing);
    else if (next.kind === 'delete') {
      if (this.source.has(`d${next.id}`, routing)) this.source.delete(`d${next.id}`, routing);
    } else if (next.kind === 'forget') this.source.deleted.clear();
    else if (next.kind === 'refresh') this.source.refresh();
    else if (next.kind === 'begin') this.#begin(`late-${next.id}`, source);
    else this.#land();
  }

  #begin(id: string, source: string): void {
    if (!this.#underWay.has(id)) this.#underWay.set(id, this.source.begin(id, source));
  }

  #land(): void {
    const [[id, land] = []] = this.#underWay;
    if (id === undefined) return;
    land?.();
    this.#underWay.delete(id);
  }
}

const scripts = {
  changes: fc.array(change, { maxLength: 60 }),
  pauses: fc.array(fc.nat({ max: 6 }), { maxLength: 60 }),
};

function contentOf(index: FakeIndex): Readonly<Record<string, string>> {
  return Object.fromEntries([...index.documents].map(([key, { source }]) => [key, source]));
}

async function positionsOf(world: JobWorld): Promise<JsonObject> {
  return objectOf(await world.read('ShowIndexStats', { index: 'orders', level: 'shards' }));
}

describe('copy, rounds and the last difference', () => {
  it('end in what the source is, whatever is written, changed and deleted meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(scripts.changes, scripts.pauses, fc.nat({ max: 3 }), async (changes, pauses, rounds) => {
        const client = new WrittenWhile(changes, pauses);
        const world = JobWorld.of(client.source, client.copy);
        let { positions = null } = await positionsOf(world);
        await world.read('RefreshIndex', { index: 'orders' });
        await world.run(copyDocuments, INPUT);
        for (let round = 0; round < rounds; round += 1) {
          const { outputs } = await world.succeed(catchUp, { ...INPUT, positions });
          positions = outputs['positions'] ?? null;
          await world.run(deleteMissing, INPUT);
        }
        client.finish();
        await world.succeed(catchUp, { ...INPUT, positions, is_frozen: true });
        await world.succeed(deleteMissing, INPUT);
        expect(contentOf(client.copy)).toEqual(contentOf(client.source));
        expect([client.source.openScrolls, client.copy.openScrolls]).toEqual([new Set(), new Set()]);
      }),
      { numRuns: 400 },
    );
  });

  it('end in what the source is, when a unit was started over with a copy that has grown old', async () => {
    await fc.assert(
      fc.asyncProperty(scripts.changes, scripts.changes, scripts.pauses, async (before, changes, pauses) => {
        const client = new WrittenWhile([...before, ...changes], [before.length, ...pauses]);
        const world = JobWorld.of(client.source, client.copy);
        await world.read('RefreshIndex', { index: 'orders' });
        await world.run(copyDocuments, INPUT);
        // Begun anew: its first round takes nothing for right that an earlier attempt has copied.
        const { positions = null } = await positionsOf(world);
        await world.read('RefreshIndex', { index: 'orders' });
        await world.run(copyDocuments, INPUT);
        client.finish();
        await world.succeed(catchUp, { ...INPUT, positions, tokens: ['a', 'b'], is_frozen: true });
        await world.succeed(deleteMissing, INPUT);
        expect(contentOf(client.copy)).toEqual(contentOf(client.source));
      }),
    );
  });
});

describe('rounds back from the copy', () => {
  it('end in what clients have made of the copy, although its documents have lower versions than those of the source', async () => {
    const counts = fc.array(fc.nat({ max: 4 }), { minLength: 10, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(counts, scripts.changes, scripts.pauses, async (versions, changes, pauses) => {
        // What clients write to is the copy now.
        const client = new WrittenWhile(changes, [0, 0, ...pauses]);
        const { source: copy, copy: source } = client;
        for (const [number, times] of versions.entries()) {
          for (let time = 0; time < times; time += 1) source.put(`d${number}`, `{"n":${time}}`);
          if (times > 0) copy.put(`d${number}`, `{"n":${times - 1}}`);
        }
        const world = JobWorld.of(copy, source);
        await world.read('RefreshIndex', { index: 'orders' });
        expect(contentOf(source)).toEqual(contentOf(copy));
        const { positions = null } = await positionsOf(world);
        const { outputs } = await world.succeed(catchUp, { ...INPUT, positions });
        client.finish();
        await world.succeed(catchUp, { ...INPUT, positions: outputs['positions'] ?? null, is_frozen: true });
        await world.succeed(deleteMissing, INPUT);
        expect(contentOf(source)).toEqual(contentOf(copy));
      }),
      { numRuns: 200 },
    );
  });
});

function written(count: number): FakeIndex {
  const index = new FakeIndex({ shards: 2 });
  for (let number = 0; number < count; number += 1) index.put(`d${number}`, `{"n":${number}.10}`);
  return index;
}

describe('a round', () => {
  it('can be done again, and changes nothing then', async () => {
    const [source, copy] = [written(20), new FakeIndex()];
    const world = JobWorld.of(source, copy);
    const input = { ...INPUT, positions: [0, 0] };
    await world.run(catchUp, input);
    const versions = [...copy.documents.values()].map(({ id, version }) => [id, version]);
    expect(await world.run(catchUp, input)).toMatchObject({ kind: 'succeeded', outputs: { documents: 20 } });
    expect([...copy.documents.values()].map(({ id, version }) => [id, version])).toEqual(versions);
  });

  it('of a frozen source writes past the pipelines that an earlier attempt has given back', async () => {
    const [source, copy] = [written(3), new FakeIndex()];
    Object.assign(copy.settings, { 'index.final_pipeline': 'stamp', 'index.default_pipeline': '_none' });
    const world = JobWorld.of(source, copy);
    await world.run(catchUp, { ...INPUT, positions: [0, 0] });
    expect(copy.settings).toHaveProperty(['index.final_pipeline'], 'stamp');
    copy.fault = ({ url }) => {
      if (url.endsWith('/_bulk')) expect(copy.settings).toEqual({ 'index.default_pipeline': '_none' });
      return undefined;
    };
    expect(await world.succeed(catchUp, { ...INPUT, positions: [0, 0], is_frozen: true })).toMatchObject({
      outputs: { documents: 3 },
    });
    expect(copy.settings).toEqual({ 'index.default_pipeline': '_none' });
  });

  it('gives documents the versions that they have at the source', async () => {
    const [source, copy] = [written(3), new FakeIndex()];
    for (let times = 0; times < 4; times += 1) source.put('d1', `{"n":${times}}`);
    await JobWorld.of(source, copy).run(catchUp, { ...INPUT, positions: [0, 0] });
    expect(Object.fromEntries([...copy.documents.values()].map(({ id, version }) => [id, version]))).toEqual({
      d0: 1,
      d1: 5,
      d2: 1,
    });
  });

  it('reads nothing where the difference is small enough, and the next one begins where it would have', async () => {
    const [source, copy] = [written(20), new FakeIndex()];
    const world = JobWorld.of(source, copy);
    const { positions = null } = await positionsOf(world);
    source.put('d3', '{}');
    expect(await world.run(catchUp, { ...INPUT, positions, until: 1 })).toMatchObject({
      outputs: { documents: 0, positions },
    });
    expect(copy.documents.size).toBe(0);
    expect(await world.run(catchUp, { ...INPUT, positions, until: 0 })).toMatchObject({ outputs: { documents: 1 } });
  });

  it('reads everything of a unit that was started over, however little that is', async () => {
    const [source, copy] = [written(3), written(3)];
    copy.put('d1', '{"old":true}', undefined, 1);
    const input = { ...INPUT, positions: [0, 0], tokens: ['a', 'b'], until: 1_000 };
    await JobWorld.of(source, copy).run(catchUp, input);
    expect(contentOf(copy)).toEqual(contentOf(source));
  });

  it('that is the last one fails where the difference is still large', async () => {
    const [source, copy] = [written(20), new FakeIndex()];
    const input = { ...INPUT, positions: [0, 0], until: 5, is_last: true };
    expect(await JobWorld.of(source, copy).run(catchUp, input)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('20 documents'),
    });
  });

  it('and a deletion take nothing from an index that was made anew under the name of the source', async () => {
    // As many documents, and as high numbers, as the one that was copied had.
    const [source, copy] = [written(20), written(20)];
    copy.put('only-here', '{}');
    const world = JobWorld.of(source, copy);
    const { positions = null } = await positionsOf(world);
    const input = { ...INPUT, positions, source_uuid: source.uuid };
    await world.succeed(catchUp, input);
    await world.succeed(deleteMissing, { ...INPUT, source_uuid: source.uuid });
    source.uuid = 'second';
    source.put('late', '{}');
    copy.put('only-here', '{}');
    const before = contentOf(copy);
    for (const job of [catchUp, deleteMissing])
      await expect(world.run(job, input)).rejects.toMatchObject({ vendorCode: 'SOURCE_MADE_ANEW' });
    expect(contentOf(copy)).toEqual(before);
  });

  it('fails with the documents that the target refuses', async () => {
    const [source, copy] = [written(3), new FakeIndex()];
    copy.refuse = ({ id }) =>
      id === 'd1' ? { status: 400, error: { type: 'mapper_parsing_exception', reason: 'field [n]' } } : undefined;
    const input = { ...INPUT, positions: [0, 0] };
    expect(await JobWorld.of(source, copy).run(catchUp, input)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('(d1)'),
    });
    expect(await JobWorld.of(source, copy).run(catchUp, { ...input, tolerate: 1 })).toMatchObject({
      kind: 'succeeded',
      outputs: {
        refused: ['d1 (mapper_parsing_exception: field n)'],
        omitted: { count: 1, named: [{ what: 'refused', id: 'd1' }] },
      },
    });
  });

  it('stops where the source is not the index that was copied', async () => {
    const world = JobWorld.of(written(3), new FakeIndex());
    for (const positions of [[100, 100], [0]])
      await expect(world.run(catchUp, { ...INPUT, positions })).rejects.toMatchObject({
        vendorCode: 'SOURCE_MADE_ANEW',
        class: 'fatal',
      });
    // A shard that is not shown may come back.
    await expect(world.run(catchUp, { ...INPUT, positions: [0, 0, 0] })).rejects.toMatchObject({
      vendorCode: 'NO_SEQUENCE_NUMBERS',
      class: 'transient',
    });
  });

  it('stops where somebody else writes to the copy all the time', async () => {
    const [source, copy] = [written(1), new FakeIndex()];
    copy.put('d0', '{"own":1}', undefined, 50);
    copy.fault = ({ url }) => {
      if (url.includes('/_bulk'))
        copy.put('d0', '{"own":2}', undefined, (copy.documents.get('d0\0')?.version ?? 0) + 9);
      return undefined;
    };
    await expect(JobWorld.of(source, copy).run(catchUp, { ...INPUT, positions: [0, 0] })).rejects.toMatchObject({
      vendorCode: 'COPY_IS_WRITTEN',
      class: 'fatal',
    });
  });
});

describe('the last difference', () => {
  it('waits until everything that has a number is written', async () => {
    const [source, copy] = [written(3), new FakeIndex()];
    const land = source.begin('late', '{"late":true}');
    let reads = 0;
    source.fault = ({ url }) => {
      reads += url.includes('/_stats') ? 1 : 0;
      if (reads === 5) land();
      return undefined;
    };
    await JobWorld.of(source, copy).run(catchUp, { ...INPUT, positions: [0, 0], is_frozen: true });
    expect(reads).toBe(5);
    expect(copy.has('late')).toBe(true);
  });

  it('does not begin while somebody writes', async () => {
    const [source, copy] = [written(3), new FakeIndex()];
    source.fault = ({ url }) => {
      if (url.includes('/_stats')) source.put('busy', '{}');
      return undefined;
    };
    await expect(
      JobWorld.of(source, copy).run(catchUp, { ...INPUT, positions: [0, 0], is_frozen: true }),
    ).rejects.toMatchObject({ vendorCode: 'STILL_WRITTEN', class: 'transient' });
    expect(copy.documents.size).toBe(0);
  });
});

describe('documents that the source does not have any more', () => {
  it('are named, and fail the step, where the copy refuses them: they would make up for what is missing', async () => {
    const [source, copy] = [new FakeIndex(), new FakeIndex()];
    for (const id of ['a', 'b']) source.put(id, '{}');
    for (const id of ['a', 'b', 'c', 'd']) copy.put(id, '{}');
    copy.refuse = ({ id }) => (id === 'c' ? { status: 400, error: { type: 'refused_exception' } } : undefined);
    expect(await JobWorld.of(source, copy).run(deleteMissing, INPUT)).toMatchObject({
      kind: 'failed',
      outputs: { deleted: 1 },
      reason: 'The copy refused to delete 1 document that the source no longer has: c (refused_exception).',
    });
    copy.refuse = () => undefined;
    expect(await JobWorld.of(source, copy).run(deleteMissing, INPUT)).toMatchObject({ outputs: { deleted: 1 } });
    expect([...copy.documents.keys()]).toEqual(['a\0', 'b\0']);
  });

  it('are not searched for where both sides have as many', async () => {
    const [source, copy] = [written(9), written(9)];
    expect(await JobWorld.of(source, copy).run(deleteMissing, INPUT)).toMatchObject({ outputs: { deleted: 0 } });
    expect(copy.requests.some(({ url }) => url.includes('/_search'))).toBe(false);
  });

  it('are found where one that was refused would make up for them', async () => {
    const [source, copy] = [written(9), written(9)];
    source.delete('d3');
    source.put('refused', '{}');
    await JobWorld.of(source, copy).run(deleteMissing, { ...INPUT, tolerate: 1 });
    expect(copy.has('d3')).toBe(false);
  });

  it('are told apart by their routing, however many have one id', async () => {
    const [source, copy] = [new FakeIndex(), new FakeIndex()];
    for (let number = 0; number < 150; number += 1) {
      source.put('a', '{}', `r${number}`);
      source.put('b', '{}', `r${number}`);
      copy.put('a', '{}', `r${number}`);
    }
    copy.put('a', '{}', 'gone');
    copy.put('b', '{}');
    await JobWorld.of(source, copy).run(deleteMissing, INPUT);
    expect([copy.has('a', 'gone'), copy.has('b'), copy.documents.size]).toEqual([false, false, 150]);
  });
});

it('cuts what was written into ranges that leave nothing out, each shard with one open end', () => {
  const numbers = fc.array(fc.tuple(fc.nat({ max: 50 }), fc.nat({ max: 500 })), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 100 }), (drawn, wanted) => {
      const from = drawn.map(([begin]) => begin);
      const next = drawn.map(([begin, size]) => begin + size);
      const slices = cutRanges(from, next, wanted);
      const all = slices.flat();
      for (const [shard, begin] of from.entries()) {
        const ranges = all.filter((range) => range.shard === shard);
        if ((next[shard] ?? 0) === begin) continue;
        expect(ranges[0]?.from).toBe(begin);
        for (const [at, range] of ranges.entries()) expect(range.to).toBe(ranges[at + 1]?.from);
      }
      expect(all.filter(({ to }) => to === undefined).length).toBe(drawn.filter(([, size]) => size > 0).length);
      expect(slices.length).toBeLessThanOrEqual(Math.ceil((2 * totalOf(from, next)) / wanted) + drawn.length);
    }),
  );
});

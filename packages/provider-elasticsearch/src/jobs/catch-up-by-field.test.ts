import type { JsonObject } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeIndex } from '../testing/fake-index.ts';
import { JobWorld } from '../testing/job-world.ts';
import { catchUpByField } from './catch-up-by-field.ts';
import { copyDocuments } from './copy-documents.ts';
import { deleteMissing } from './delete-missing.ts';
import { beginAfter, cutFieldRange } from './field-position.ts';
import { noteField } from './note-field.ts';

const INPUT = { source: 'orders', dest: 'orders-v2', target_version: '7.10.2', batch: 3 };
const NOON = Date.UTC(2026, 0, 1, 12);

/** A source whose documents carry when they were written. Nothing of it has sequence numbers. */
class Clients {
  readonly source: FakeIndex = new FakeIndex({ shards: 3 });
  readonly copy: FakeIndex = new FakeIndex({ shards: 2 });
  readonly #print: (count: number) => string;
  #count = 0;

  constructor(field: 'date' | 'number') {
    this.source.isFresh = false;
    this.source.hasSequenceNumbers = false;
    this.#print = field === 'number' ? String : (count) => `"${new Date(NOON + count * 1_000).toISOString()}"`;
  }

  put(id: string): void {
    this.#count += 1;
    this.source.put(id, `{"n":${this.#count},"at":${this.#print(this.#count)}}`);
  }

  world(): JobWorld {
    return JobWorld.of(this.source, this.copy);
  }

  async note(): Promise<JsonObject> {
    return (await this.world().succeed(noteField, { source: 'orders', field: 'at' })).outputs;
  }

  /** What a round has found, and where the next one begins. */
  async round(noted: JsonObject, input: JsonObject = {}): Promise<JsonObject> {
    const { position = null, is_date: isDate = null } = noted;
    const given = { ...INPUT, field: 'at', position, is_date: isDate, ...input };
    return (await this.world().succeed(catchUpByField, given)).outputs;
  }

  differences(): readonly string[] {
    const textsOf = ({ documents }: FakeIndex) => [...documents.values()].map(({ id, source }) => `${id} ${source}`);
    const [there, copied] = [new Set(textsOf(this.source)), new Set(textsOf(this.copy))];
    return [...there.symmetricDifference(copied)].toSorted();
  }
}

describe.each(['date', 'number'] as const)('catching up by a %s', (field) => {
  it('copies what was written since, and reads the bound again', async () => {
    const clients = new Clients(field);
    for (const id of ['a', 'b', 'c']) clients.put(id);
    clients.source.refresh();
    const noted = await clients.note();
    expect(noted).toEqual({ position: field === 'date' ? NOON + 3_000 : 3, is_date: field === 'date' });
    await clients.world().run(copyDocuments, INPUT);
    clients.put('a');
    clients.put('d');
    const found = await clients.round(noted);
    // A date is read from a minute before; of numbers the bound alone.
    expect(found).toMatchObject({ documents: field === 'date' ? 4 : 3, is_date: field === 'date' });
    expect(clients.differences()).toEqual([]);
  });

  it('leaves a round out whose difference is small enough, and begins there the next time', async () => {
    const clients = new Clients(field);
    clients.put('a');
    clients.source.refresh();
    const noted = await clients.note();
    clients.put('b');
    expect(await clients.round(noted, { until: 10 })).toEqual({ documents: 0, ...noted });
    await clients.round(noted);
    expect(clients.differences()).toEqual([]);
  });

  it('reads everything of an index that was empty, and of a unit that was started over', async () => {
    const clients = new Clients(field);
    const noted = await clients.note();
    expect(noted['position']).toBeNull();
    clients.put('a');
    expect(await clients.round(noted)).toMatchObject({ documents: 1 });
    clients.copy.put('a', '{"n":0}', undefined, 1);
    const later = await clients.note();
    await clients.round(later, { tokens: ['one', 'two'] });
    expect(clients.differences()).toEqual([]);
  });

  it('counts what it reads again not as written', async () => {
    const clients = new Clients(field);
    for (const id of ['a', 'b', 'c']) clients.put(id);
    clients.source.refresh();
    const noted = await clients.note();
    await clients.world().run(copyDocuments, INPUT);
    expect(await clients.round(noted, { is_last: true, until: 0 })).toEqual({ documents: 0, ...noted });
    clients.put('d');
    const last = await clients.round(noted, { is_last: true, until: 1 });
    expect(last).toEqual({ documents: 0, ...noted });
    expect(Number((await clients.round(last, { is_frozen: true }))['documents'])).toBeGreaterThan(1);
    expect(clients.differences()).toEqual([]);
  });

  it('fails when the last round is still far', async () => {
    const clients = new Clients(field);
    for (const id of ['a', 'b', 'c']) clients.put(id);
    const summary = await clients
      .world()
      .run(catchUpByField, { ...INPUT, field: 'at', position: null, is_date: null, is_last: true, until: 1 });
    expect(summary).toMatchObject({ kind: 'failed', reason: expect.stringContaining('3 documents') });
  });

  it('ends with the same documents whatever is written while it runs, once it is frozen', async () => {
    const change = fc.record({ isDeleted: fc.boolean(), id: fc.nat({ max: 6 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 25 }), fc.array(fc.nat({ max: 3 })), async (changes, pauses) => {
        const clients = new Clients(field);
        const [left, waits] = [[...changes], [...pauses]];
        const next = (): void => {
          const one = left.shift();
          if (one?.isDeleted === true) clients.source.delete(`d${one.id}`);
          else if (one !== undefined) clients.put(`d${one.id}`);
        };
        clients.source.fault = () => {
          for (let count = waits.shift() ?? 0; count > 0; count -= 1) next();
          return undefined;
        };
        clients.source.refresh();
        const noted = await clients.note();
        await clients.world().run(copyDocuments, INPUT);
        const first = await clients.round(noted);
        while (left.length > 0) next();
        await clients.round(first, { is_frozen: true });
        await clients.world().run(deleteMissing, INPUT);
        expect(clients.differences()).toEqual([]);
      }),
    );
  });
});

describe('a range of values', () => {
  it('begins at or below what was seen, also where the number comes rounded', () => {
    expect(beginAfter({ position: null, isDate: false })).toEqual({});
    expect(beginAfter({ position: 7, isDate: false })).toEqual({ gte: 7 });
    expect(beginAfter({ position: -7.5, isDate: false })).toEqual({ gte: -8 });
    expect(beginAfter({ position: 2 ** 60, isDate: false }).gte).toBeLessThan(2 ** 60);
    expect(beginAfter({ position: NOON, isDate: true })).toEqual({ gte: NOON - 60_000 });
  });

  it('is cut without gaps and overlaps, and is open at its end', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), fc.integer({ min: 1, max: 20 }), (gte, length, count) => {
        const cut = cutFieldRange({ gte }, { position: gte + length, isDate: false }, count);
        expect(cut[0]?.gte).toBe(gte);
        expect(cut.at(-1)?.lt).toBeUndefined();
        for (const [at, { lt }] of cut.slice(0, -1).entries()) expect(cut[at + 1]?.gte).toBe(lt);
        expect(cut.length).toBeLessThanOrEqual(count);
      }),
    );
    expect(cutFieldRange({}, { position: 3, isDate: false }, 5)).toEqual([{}]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, DocumentStore, type Documents, sizeOf, splitAt, totalOf } from './document-store.ts';

const ROW = fc
  .record({ origin: fc.constantFrom('a/x', 'b/x'), from: fc.nat(30), length: fc.integer({ min: 1, max: 20 }) })
  .map(({ origin, from, length }): Documents => {
    return { kind: 'row', origin, from, to: from + length, bytesOfEach: 10, version: 1 };
  });
const WHOLE = fc
  .record({ id: fc.constantFrom('p', 'q', 'r'), version: fc.integer({ min: 1, max: 3 }) })
  .map(({ id, version }): Documents => {
    return { kind: 'document', id, source: {}, routing: null, version };
  });
const DOCUMENTS = fc
  .tuple(fc.oneof(ROW, WHOLE), fc.integer({ min: 1, max: 3 }))
  .map(([documents, version]) => ({ ...documents, version }));
const MODE = fc.constantFrom(
  { isCreate: true, isExternal: false },
  { isCreate: false, isExternal: false },
  { isCreate: false, isExternal: true },
);
const WRITES = fc.array(fc.tuple(DOCUMENTS, MODE), { maxLength: 12 });
const SHARDS = fc.integer({ min: 1, max: 4 });

/** The ids of documents one by one. */
function idsOf(documents: Documents): readonly string[] {
  if (documents.kind === 'document') return [documents.id];
  const { origin, from } = documents;
  return Array.from({ length: sizeOf(documents) }, (_, at) => `${origin}-${from + at}`);
}

describe('documents that are only counted', () => {
  test('are written as documents one by one would be', () => {
    fc.assert(
      fc.property(WRITES, SHARDS, (writes, shards) => {
        const store = new DocumentStore(shards);
        const model = new Map<string, number>();
        for (const [documents, mode] of writes) {
          const counted = { created: 0, updated: 0, conflicts: 0 };
          for (const id of idsOf(documents)) {
            const there = model.get(id);
            const isConflict = there !== undefined && (mode.isExternal ? there >= documents.version : mode.isCreate);
            if (isConflict) counted.conflicts += 1;
            else {
              counted[there === undefined ? 'created' : 'updated'] += 1;
              model.set(id, mode.isExternal ? documents.version : (there ?? 0) + 1);
            }
          }
          expect(store.write(documents, mode)).toEqual(counted);
        }
        store.refresh();
        const versions = store.find().flatMap((found) => idsOf(found).map((id) => `${id} ${found.version}`));
        expect(versions.toSorted()).toEqual([...model].map(([id, version]) => `${id} ${version}`).toSorted());
      }),
    );
  });

  test('are found by sequence numbers and ids as documents one by one would be', () => {
    fc.assert(
      fc.property(WRITES, SHARDS, fc.nat(40), fc.nat(40), (writes, shards, one, other) => {
        const store = new DocumentStore(shards);
        for (const [documents, mode] of writes) store.write(documents, mode);
        store.refresh();
        const all = store.find();
        const [gte, lt] = [Math.min(one, other), Math.max(one, other)];
        const within = { range: { _seq_no: { gte, lt } } };
        const parts = [{ range: { _seq_no: { lt: gte } } }, within, { range: { _seq_no: { gte: lt } } }];
        const found = parts.flatMap((part) => store.find(part).flatMap(idsOf));
        expect(found.toSorted()).toEqual(all.flatMap(idsOf).toSorted());
        const outside = store.find({ bool: { must_not: [within] } });
        expect(totalOf(outside)).toBe(totalOf(all) - totalOf(store.find(within)));
        const ids = all.flatMap(idsOf).filter((_, at) => at % 3 === 0);
        expect(
          store
            .find({ ids: { values: ids } })
            .flatMap(idsOf)
            .toSorted(),
        ).toEqual(ids.toSorted());
      }),
    );
  });

  test('are split anywhere', () => {
    fc.assert(
      fc.property(fc.array(DOCUMENTS, { maxLength: 6 }), fc.nat(80), (documents, count) => {
        const { first, rest } = splitAt(documents, count);
        expect([...first, ...rest].flatMap(idsOf)).toEqual(documents.flatMap(idsOf));
        expect(totalOf(first)).toBe(Math.min(count, totalOf(documents)));
        expect(bytesOf(first) + bytesOf(rest)).toBe(bytesOf(documents));
      }),
    );
  });
});

test('no sequence number is beyond the highest of its shards, and every write takes one', () => {
  fc.assert(
    fc.property(WRITES, SHARDS, (writes, shards) => {
      const store = new DocumentStore(shards);
      const written = writes.map(([documents, mode]) => store.write(documents, mode));
      store.refresh();
      const taken = written.reduce((sum, { created, updated }) => sum + created + updated, 0);
      const highest = store.maxSeqNos();
      expect(highest.reduce((sum, maxSeqNo) => sum + maxSeqNo + 1, 0)).toBe(taken);
      expect(store.find({ range: { _seq_no: { gt: Math.max(...highest) } } })).toEqual([]);
    }),
  );
});

test('searches see what was written before the last refresh', () => {
  const store = new DocumentStore(2);
  const row = { kind: 'row', origin: 'a/x', from: 0, to: 10, bytesOfEach: 1, version: 1 } as const;
  store.write(row, { isCreate: true, isExternal: false });
  expect(totalOf(store.find())).toBe(0);
  store.refresh();
  store.write({ ...row, from: 10, to: 15 }, { isCreate: true, isExternal: false });
  expect(totalOf(store.find())).toBe(10);
});

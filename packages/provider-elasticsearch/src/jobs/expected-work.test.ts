import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ofAllDocuments, ofSomeDocuments } from './expected-work.ts';

const amount = fc.record({ of: fc.constant('Lucene documents'), count: fc.nat(1e10), bytes: fc.nat(1e13) });
const sides = fc.constantFrom<(1 | 2)[]>(1, 2);

it('is all documents in all slices together, however many these are', () => {
  fc.assert(
    fc.property(amount, sides, fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }), (found, both, parts) => {
      const work = ofAllDocuments(both)(parts === undefined ? {} : { parts }, found);
      const { slices = 0, size = 1 } = work ?? {};
      const usual = Math.max(found.count / 200_000, found.bytes / 100_000_000);
      expect(slices % both).toBe(0);
      if (parts !== undefined) expect(slices).toBe(both * parts);
      // What begins and ends a slice is added.
      expect(slices * size).toBeGreaterThanOrEqual(both * usual * 0.999);
      expect(slices * size).toBeLessThanOrEqual(both * usual * 1.001 + slices * 0.01);
    }),
  );
});

it('is nobody’s guess where nothing was found, but for a number of parts that the plan gives', () => {
  expect(ofAllDocuments(1)({}, undefined)).toBeUndefined();
  expect(ofAllDocuments(2)({ parts: 3 }, { of: 'Lucene documents', bytes: 5 })).toEqual({ slices: 6 });
  expect(ofSomeDocuments({}, undefined)).toBeUndefined();
});

it('never expects more of a part than of a usual slice', () => {
  fc.assert(
    fc.property(amount, (found) => {
      const { slices, size = 1 } = ofSomeDocuments({}, found) ?? {};
      expect(slices).toBe(1);
      expect(size).toBeGreaterThan(0);
      expect(size).toBeLessThanOrEqual(1);
    }),
  );
});

import { expect, test } from 'vitest';
import { namesOf, type Refused, roomPerSlice } from './refused-documents.ts';
import { MOST_SLICES } from './seq-no-slices.ts';

/** What the engine keeps of a slice, and of all slices of a step. */
const [MAX_RESULT_BYTES, MAX_RESULTS_BYTES] = [65_536, 1_048_576];

const refused = Array.from({ length: 3_000 }, (_, at) => ({ id: `${'ü'.repeat(200)}${at}`, reason: 'ü'.repeat(200) }));

const of = (first: Refused['first']): Refused => ({ count: first.length, first });

test.each([1, 2, 13, 600, 601, MOST_SLICES])(
  'what %d slices name fits into what the engine keeps of a step',
  (slices) => {
    const result = { documents: 200_000, created: 199_999, ...namesOf(of(refused), roomPerSlice(slices)) };
    const bytes = Buffer.byteLength(JSON.stringify(result));
    expect(bytes).toBeLessThan(MAX_RESULT_BYTES);
    expect(slices * (bytes + 40)).toBeLessThan(MAX_RESULTS_BYTES);
  },
);

test('names of usual length are given by every slice, and more ids than names', () => {
  const usual = refused.map(({ reason }, at) => ({ id: `order-2024-${at}`, reason: reason.slice(0, 100) }));
  const { named, ids } = namesOf(of(usual), roomPerSlice(MOST_SLICES));
  expect([(named as readonly unknown[]).length, (ids as string).length / 8]).toEqual([2, 36]);
});

test('a copy of many slices names thousands with their reasons, as far as bytes allow', () => {
  const usual = refused.map((_, at) => ({ id: `order-2024-${at}`, reason: 'mapper_parsing_exception: field total' }));
  const [one, twenty] = [1, 20].map((slices) => {
    const { named } = namesOf(of(usual), roomPerSlice(slices));
    return slices * (named as readonly unknown[]).length;
  });
  expect(one).toBeGreaterThan(500);
  expect(twenty).toBeGreaterThan(5_000);
});

test('a slice that an earlier version has planned keeps what it kept', () => {
  const { named, ids } = namesOf(of(refused.slice(0, 100)), { named: 2 });
  expect([(named as readonly unknown[]).length, (ids as string).length / 8]).toEqual([2, 100]);
});

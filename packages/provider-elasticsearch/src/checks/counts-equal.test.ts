import { expect, it } from 'vitest';
import { countsEqual } from './counts-equal.ts';

it.each([
  [7, 10, 3, 'passed'],
  [10, 10, 3, 'passed'],
  [8, 10, 3, 'failed'],
  [7, 10, undefined, 'failed'],
])('%d of %d documents, of which %s were refused, have %s', (count, original, missing, kind) => {
  const expected = missing === undefined ? {} : { missing };
  expect(countsEqual.judge({ count }, { index: 'b' }, expected, { count: original })).toMatchObject({ kind });
});

it.each([
  [9, [1], 5, 'passed'],
  [8, [1], 5, 'passed'],
  [10, [1], 5, 'passed'],
  [6, [1, null, 2], 5, 'passed'],
  [6, [1, null, 2], 3, 'failed'],
  [5, [1, null, 2], 5, 'failed'],
  [11, [1], 5, 'failed'],
  [8, [], 5, 'failed'],
])('%d of 10 documents, of which 1 was refused by the copy and %j by rounds, of %d at most, have %s', (...row) => {
  const [count, rounds, tolerate, kind] = row;
  const expected = { missing: 1, by_rounds: rounds, tolerate };
  expect(countsEqual.judge({ count }, { index: 'b' }, expected, { count: 10 })).toMatchObject({ kind });
});

it.each([
  [7, [null, null], 'passed'],
  [7, [0], 'passed'],
  [9, [null, null], 'failed'],
  [9, [0, null], 'failed'],
])('%d of 10 documents, of which 3 were refused by the copy and none by rounds %j, have %s', (count, rounds, kind) => {
  const expected = { missing: 3, by_rounds: rounds, tolerate: 5 };
  expect(countsEqual.judge({ count }, { index: 'b' }, expected, { count: 10 })).toMatchObject({ kind });
});

it('says how many were refused at most, where a round was refused some as well', () => {
  const detailOf = (rounds: readonly (number | null)[], tolerate: number) =>
    countsEqual.judge({ count: 9 }, { index: 'b' }, { missing: 1, by_rounds: rounds, tolerate }, { count: 10 }).detail;
  expect(detailOf([null], 5)).toBe('b has 9 documents, all but the 1 that was refused.');
  expect(detailOf([1, 2], 5)).toBe('b has 9 documents, 1 fewer than the source, of which up to 4 were refused.');
  expect(detailOf([1, 2], 3)).toContain('up to 3 were refused');
});

it('is a comparison of its own only where the plan compares nothing else', () => {
  const judge = (expected: { readonly level?: string }) =>
    countsEqual.judge({ count: 7 }, { index: 'b' }, expected, { count: 7 });
  expect(judge({ level: 'counts' })).toMatchObject({ kind: 'passed', compared: 'counts' });
  expect(judge({})).not.toHaveProperty('compared');
  const refused = countsEqual.judge({ count: 6 }, { index: 'b' }, { level: 'counts', missing: 1 }, { count: 7 });
  expect(refused).toMatchObject({ kind: 'passed', compared: 'counts', omitted: 1 });
});

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

it('is a comparison of its own only where the plan compares nothing else', () => {
  const judge = (expected: { readonly level?: string }) =>
    countsEqual.judge({ count: 7 }, { index: 'b' }, expected, { count: 7 });
  expect(judge({ level: 'counts' })).toMatchObject({ kind: 'passed', compared: 'counts' });
  expect(judge({})).not.toHaveProperty('compared');
  const refused = countsEqual.judge({ count: 6 }, { index: 'b' }, { level: 'counts', missing: 1 }, { count: 7 });
  expect(refused).toMatchObject({ kind: 'passed', compared: 'counts', omitted: 1 });
});

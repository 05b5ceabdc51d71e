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

it('is a comparison of its own only where the plan compares nothing else', () => {
  const judge = (expected: { readonly level?: string }) =>
    countsEqual.judge({ count: 7 }, { index: 'b' }, expected, { count: 7 });
  expect(judge({ level: 'counts' })).toMatchObject({ kind: 'passed', compared: 'counts' });
  expect(judge({})).not.toHaveProperty('compared');
  const refused = countsEqual.judge({ count: 6 }, { index: 'b' }, { level: 'counts', missing: 1 }, { count: 7 });
  expect(refused).toMatchObject({ kind: 'passed', compared: 'counts', omitted: 1 });
});

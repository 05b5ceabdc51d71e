import { expect, test } from 'vitest';
import { AmountSums } from './amount-sums.ts';

test('amounts of units are added up by what is counted, each unit once', () => {
  const sums = new AmountSums();
  sums.add('a', { of: 'documents', count: 5, bytes: 100 });
  sums.add('a', { of: 'documents', count: 6, bytes: 200 });
  sums.add('a', { of: 'keys', bytes: 7 });
  sums.add('b', { of: 'documents', count: 0 });
  sums.add('c', { of: 'documents' });
  expect(sums.amounts).toEqual([
    { of: 'documents', units: 3, count: 5, bytes: 100 },
    { of: 'keys', units: 1, count: null, bytes: 7 },
  ]);
});

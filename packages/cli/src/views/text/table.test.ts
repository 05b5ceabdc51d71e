import fc from 'fast-check';
import { expect, test } from 'vitest';
import { table } from './table.ts';
import { displayWidth } from './visible-text.ts';

const ROWS = [
  ['orders', '12 units', 'search.index-migration', 'migrate an index into an Alibaba Cloud Elasticsearch instance'],
  ['sessions', '1 unit', 'cache.online-migration', 'migrate a running Redis into a DCS instance'],
];

test('columns stand below each other where there is room', () => {
  expect(table(ROWS, 120)).toEqual([
    '  orders    12 units  search.index-migration  migrate an index into an Alibaba Cloud Elasticsearch instance',
    '  sessions    1 unit  cache.online-migration  migrate a running Redis into a DCS instance',
  ]);
});

test('the last column goes on in its place, and below the row where it is too narrow', () => {
  expect(table(ROWS.slice(0, 1), 80)).toEqual([
    '  orders  12 units  search.index-migration  migrate an index into an Alibaba',
    '                                            Cloud Elasticsearch instance',
  ]);
  expect(table(ROWS.slice(1), 40)).toEqual([
    '  sessions',
    '    1 unit  cache.online-migration',
    '    migrate a running Redis into a DCS',
    '    instance',
  ]);
});

test('no line is wider than the terminal, as long as words are not', () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/);
  const cell = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, word, cell), { minLength: 1 }),
      fc.integer({ min: 40, max: 200 }),
      (rows, columns) => {
        for (const line of table(rows, columns)) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
      },
    ),
  );
});

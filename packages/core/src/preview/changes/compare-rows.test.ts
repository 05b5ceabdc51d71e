import { expect, test } from 'vitest';
import type { PreviewBinding } from '../../binding/binding.ts';
import type { PreviewUnit } from '../preview.ts';
import { compareRows } from './compare-rows.ts';
import { pairUnits } from './compare-units.ts';

function binding(file: string | undefined): PreviewBinding {
  return { inventories: file === undefined ? {} : { m: { file, rows: 1, digest: file } } } as unknown as PreviewBinding;
}

function unit(key: string, row: string | undefined, migration = 'm'): PreviewUnit {
  return { address: `${migration}[${key}]`, migration, row } as unknown as PreviewUnit;
}

test('names the rows that are new, gone and others by their units', () => {
  const before = [unit('a', '1'), unit('b', '1'), unit('c', '1'), unit('x', undefined, 'other')];
  const after = [unit('b', '2'), unit('c', '1'), unit('d', '1')];
  expect(compareRows(binding('m.csv'), binding('m.csv'), pairUnits(before, after))).toEqual([
    { migration: 'm', before: 'm.csv', after: 'm.csv', added: ['m[d]'], removed: ['m[a]'], changed: ['m[b]'] },
  ]);
});

test('says when a migration takes its rows from another file, or from none any more', () => {
  const paired = pairUnits([unit('a', '1')], [unit('a', '1')]);
  expect(compareRows(binding('m.csv'), binding('n.csv'), paired)).toMatchObject([{ before: 'm.csv', after: 'n.csv' }]);
  expect(compareRows(binding('m.csv'), binding(undefined), paired)).toMatchObject([{ after: null }]);
  expect(compareRows(binding('m.csv'), binding('m.csv'), paired)).toEqual([]);
});

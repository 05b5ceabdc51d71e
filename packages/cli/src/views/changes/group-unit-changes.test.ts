import { defined } from '@waybill/core';
import type { UnitChange, UnitFieldChange } from '@waybill/core/internal';
import { expect, test } from 'vitest';
import { type GroupOptions, groupUnitChanges, type UnitChangeGroup } from './group-unit-changes.ts';

function field(path: string, before?: string | number | null, after?: string | number | null): UnitFieldChange {
  return {
    path: path.split('/'),
    ...defined({ before, after }),
    concerns: 'meaning',
  };
}

function group(
  changes: Readonly<Record<string, readonly UnitFieldChange[]>>,
  concerns: GroupOptions['concerns'] = 'meaning',
): readonly UnitChangeGroup[] {
  const list = Object.entries(changes).map(([address, fields]): UnitChange => ({ address, fields }));
  return groupUnitChanges(list, { concerns, arrow: '->' });
}

test('units of which the same changed are one group, and others are not', () => {
  const same = [field('from/facts/address', '10.0.0.1', '10.0.0.2')];
  expect(
    group({ 'm[one]': same, 'm[two]': same, 'n[one]': same, 'm[three]': [field('to/facts/address', 'a', 'b')] }),
  ).toEqual([
    { units: ['m[one]', 'm[two]'], lines: ['from address 10.0.0.1 -> 10.0.0.2'] },
    { units: ['n[one]'], lines: ['from address 10.0.0.1 -> 10.0.0.2'] },
    { units: ['m[three]'], lines: ['to address a -> b'] },
  ]);
});

test('the key of each unit stands for itself in a group, and is written out of a single one', () => {
  const renamed = (key: string) => [field('to/facts/index', key, `${key}-v2`)];
  expect(group({ 'm[orders-1]': renamed('orders-1'), 'm[orders-2]': renamed('orders-2') })).toEqual([
    { units: ['m[orders-1]', 'm[orders-2]'], lines: ['to index <key> -> <key>-v2'] },
  ]);
  expect(group({ 'm[orders-1]': renamed('orders-1') })[0]?.lines).toEqual(['to index orders-1 -> orders-1-v2']);
});

test('a key of two letters is no part of words', () => {
  const named = (value: string) => [field('to/facts/index', 'index-of-db', value)];
  expect(group({ 'm[db]': named('index-of-db-2'), 'm[de]': named('index-of-db-2') })).toEqual([
    { units: ['m[db]', 'm[de]'], lines: ['to index index-of-db -> index-of-db-2'] },
  ]);
});

test('a value that several steps carry is said once, by where it comes from', () => {
  const steps = ['a', 'b', 'c', 'd', 'e'].map((name) => field(`steps/${name}/request/body/index`, 'x', 'y'));
  expect(group({ m: [...steps, field('from/facts/index', 'x', 'y')] })[0]?.lines).toEqual([
    'from index x -> y (also in a, b, c and 2 more)',
  ]);
  expect(group({ m: steps.slice(0, 2) })[0]?.lines).toEqual(['a: body index x -> y (also in b)']);
});

test('hashes are shown only where nothing else says what changed', () => {
  const hash = field('steps/create/fingerprint', 'f1', 'f2');
  const row = field('row', 'r1', 'r2');
  expect(group({ m: [hash, row, field('steps/create/request/body/x', 1, 2)] })[0]?.lines).toEqual([
    'create: body x 1 -> 2',
  ]);
  expect(group({ m: [hash, row] })[0]?.lines).toEqual(['step create has a different meaning', 'a value of its row']);
});

test('steps are new or gone, and levels are counted from 1', () => {
  expect(group({ m: [field('steps/verify', undefined, 'x'), field('steps/create', 'x')] })[0]?.lines).toEqual([
    'step verify is new',
    'step create is gone',
  ]);
  expect(group({ m: [field('level', 0, 2)], n: [field('level', undefined, 0)] }).map(({ lines }) => lines)).toEqual([
    ['level 1 -> 3'],
    ['level none -> 1'],
  ]);
});

test('a section has only what concerns it, and of progress what has ended', () => {
  const progress = (path: string, after: string): UnitFieldChange => ({
    ...field(path, 'pending', after),
    concerns: 'progress',
  });
  const changes = { m: [progress('steps/a/state', 'ready'), progress('steps/b/state', 'succeeded')] };
  expect(group(changes)).toEqual([]);
  expect(group(changes, 'progress')[0]?.lines).toEqual(['b: state pending -> succeeded']);
});

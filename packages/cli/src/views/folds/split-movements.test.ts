import type { PreviewUnit } from '@waybill/core';
import { atOnce } from '@waybill/core/internal';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { shapeOf, splitMovements } from './split-movements.ts';

function unit(key: string, from: Readonly<Record<string, string>>): PreviewUnit {
  const facts = Object.entries(from).map(([name, value]) => ({ name, value }));
  return { address: `m[${key}]`, migration: 'm', from: { label: 'x', facts } } as unknown as PreviewUnit;
}

function sizes(units: readonly PreviewUnit[]): readonly number[] {
  return atOnce(splitMovements(units)).map(({ length }) => length);
}

describe('units are apart', () => {
  it('by the clusters that many of them share, in the order of the plan', () => {
    const of = (at: number) => unit(`i-${at}`, { endpoint: `http://es-${at % 3}`, index: `i-${at}` });
    const units = Array.from({ length: 300 }, (_, at) => of(at));
    expect(sizes(units)).toEqual([100, 100, 100]);
    expect(atOnce(splitMovements(units))[1]?.[0]?.address).toBe('m[i-1]');
  });

  it('not when each has a place of its own', () => {
    expect(sizes(Array.from({ length: 46 }, (_, at) => unit(`r-${at}`, { address: `10.0.0.${at}:6379` })))).toEqual([
      46,
    ]);
  });

  it('from the few that are named otherwise', () => {
    const units = Array.from({ length: 50 }, (_, at) =>
      unit(`i-${at}`, { index: at % 10 === 0 ? `o-${at}` : `i-${at}` }),
    );
    expect(sizes(units)).toEqual([5, 45]);
  });

  it('into groups of some size only, whatever they share', () => {
    const values = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.array(fc.tuple(values, values), { maxLength: 80 }), (given) => {
        const units = given.map(([at, id], index) => unit(`${index}`, { at, id }));
        const groups = atOnce(splitMovements(units));
        expect(new Set(groups.flat())).toEqual(new Set(units));
        expect(groups.filter(({ length }) => length < 5).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test.each([
  ['orders', 'orders', '<key>'],
  ['orders-v2', 'orders', '<key>-v2'],
  ['new_orders', 'orders', 'new_<key>'],
  ['reorders', 'orders', 'reorders'],
  ['orders-orders', 'orders', 'orders-orders'],
  ['10.0.0.5:6379', '5', '10.0.0.5:6379'],
  ['http://orders:9200', 'orders', 'http://orders:9200'],
  ['other', 'orders', 'other'],
  ['dcs-12', '12', 'dcs-12'],
])('%s of the key %s is %s', (value, key, shape) => {
  expect(shapeOf(value, key)).toBe(shape);
  expect(shape.replace('<key>', key)).toBe(value);
});

test('what has no key is as it is', () => {
  expect(shapeOf('a', undefined)).toBe('a');
});

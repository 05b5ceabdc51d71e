import type { Json } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ListedUnit, type PackedRow, UnitPacker } from './pack-units.ts';
import { unpackUnits } from './unpack-units.ts';

function pack(units: readonly ListedUnit[]): readonly PackedRow[] {
  const packer = new UnitPacker();
  return units.flatMap((unit) => packer.pack(unit));
}

function throughText(rows: readonly PackedRow[]): readonly Json[] {
  return JSON.parse(JSON.stringify(rows));
}

const anyAddress = fc.oneof(
  fc.constantFrom('orders[orders-2024]', 'orders[a]', 'orders', 'o[{key}]', 'o[{unit}]', 'o[[]]', 'o[$&$1]', ''),
  fc.string().map((key) => `orders[${key}]`),
);
/** Texts that have the words in them, beside any others. */
const anyText = fc.oneof(
  fc.constantFrom('{unit}', '{key}', '{', 'orders-2024', 'orders[orders-2024].create'),
  fc.string(),
);
const anyUnit = fc
  .tuple(
    anyAddress,
    fc.dictionary(fc.oneof(fc.constantFrom('__proto__', 'state', 'steps'), fc.string()), fc.jsonValue()),
    anyText,
  )
  .map(([address, more, text]) => ({ ...more, address, text: `${text}${address}` }));

describe('packed units', () => {
  test('are the units again, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(anyUnit), (units) => {
        const plain: unknown = JSON.parse(JSON.stringify(units));
        expect(unpackUnits(throughText(pack(units)))).toEqual(plain);
      }),
    );
  });

  test('keep the order of members, so that a unit has the same bytes', () => {
    const unit = { address: 'orders[a]', b: 1, a: { d: [], c: {} }, none: undefined };
    expect(JSON.stringify(unpackUnits(throughText(pack([unit]))))).toBe(JSON.stringify([unit]));
  });

  test('say once what they have in common', () => {
    const unit = (key: string, took: number) => ({
      address: `orders[${key}]`,
      state: 'succeeded',
      steps: [{ address: `orders[${key}].create`, index: key, took }],
    });
    expect(pack([unit('orders-2024', 7), unit('orders-2025', 7), unit('orders-2026', 8)])).toEqual([
      {
        shape: {
          address: '{unit}',
          state: 'succeeded',
          steps: [{ address: '{unit}.create', index: '{key}', took: 7 }],
        },
      },
      [0, 'orders[orders-2024]'],
      [0, 'orders[orders-2025]'],
      [0, 'orders[orders-2026]', 4, 8],
    ]);
  });

  test('that have nothing in common are written as they are from some number on', () => {
    const units = Array.from({ length: 1_100 }, (_, at) => ({ address: `u${at}`, [`own-${at}`]: 'x' }));
    const rows = pack(units);
    expect(rows.filter((row) => 'shape' in row)).toHaveLength(1_000);
    expect(unpackUnits(throughText(rows))).toEqual(units);
  });

  test.each<[string, Json]>([
    ['of a shape that is not there', [[0, 'a']]],
    ['without an address', [{ shape: { a: 1 } }, [0]]],
    ['with a value that the shape does not have', [{ shape: { a: 1 } }, [0, 'a', 1, 2]]],
    ['with half a difference', [{ shape: { a: 1 } }, [0, 'a', 0]]],
    ['with a value that is a list', [{ shape: { a: 1 } }, [0, 'a', 0, []]]],
    ['of another kind', [{ other: 1 }]],
    ['that are nothing', [null]],
  ])('rows %s are refused', (_what, rows) => {
    expect(() => unpackUnits(rows as readonly Json[])).toThrow(TypeError);
  });
});

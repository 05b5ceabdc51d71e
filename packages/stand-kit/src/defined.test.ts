import { expect, expectTypeOf, test } from 'vitest';
import { defined } from './defined.ts';

const given = (value: string | undefined) => value;

test('fields without a value are left out, and all others are kept', () => {
  const found = defined({ none: given(undefined), zero: 0, empty: given(''), no: false, nothing: null });
  expect(Object.entries(found)).toEqual([
    ['zero', 0],
    ['empty', ''],
    ['no', false],
    ['nothing', null],
  ]);
  expectTypeOf(found).toEqualTypeOf<{ zero: number; no: boolean; nothing: null } & { none?: string; empty?: string }>();
});

import { expect, expectTypeOf, test } from 'vitest';
import { defined } from './defined.ts';

const given = (value: number | undefined) => value;

test('fields without a value are left out, and all others are kept', () => {
  const found = defined({ none: given(undefined), zero: given(0), empty: '', no: false, nothing: null });
  expect(Object.entries(found)).toEqual([
    ['zero', 0],
    ['empty', ''],
    ['no', false],
    ['nothing', null],
  ]);
});

test('a field that may be undefined becomes optional, and the others stay', () => {
  const found = { ...defined({ limit: given(3), name: 'a' }) };
  expectTypeOf(found).toEqualTypeOf<{ name: string; limit?: number }>();
  const exact: { readonly name: string; readonly limit?: number } = found;
  expect(exact).toEqual({ name: 'a', limit: 3 });
});

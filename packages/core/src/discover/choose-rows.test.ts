import { expect, it } from 'vitest';
import { chooseRows } from './choose-rows.ts';

const isInternal = (name: string): boolean => name.startsWith('.');
const chosen = (match: readonly string[], exclude: readonly string[] = []): readonly string[] =>
  ['orders-1', 'orders-2', 'carts', '.kibana'].filter(chooseRows({ match, exclude }, isInternal));

it('takes all but what is internal, and by patterns those that fit', () => {
  expect(chosen([])).toEqual(['orders-1', 'orders-2', 'carts']);
  expect(chosen(['orders-*'])).toEqual(['orders-1', 'orders-2']);
  expect(chosen(['orders-*', 'carts'], ['*-2'])).toEqual(['orders-1', 'carts']);
});

it('takes what is internal only when a pattern names it', () => {
  expect(chosen(['*'])).toEqual(['orders-1', 'orders-2', 'carts']);
  expect(chosen(['.kib*'])).toEqual(['.kibana']);
  expect(chosen(['.*'], ['.kibana'])).toEqual([]);
});

import { expect, it } from 'vitest';
import { ratePerMs } from './spread-load.ts';

it.each([
  ['20000/s', 20],
  ['600/m', 0.01],
  ['3600/h', 0.001],
  ['20000', undefined],
  ['5/d', undefined],
  [undefined, undefined],
])('a rate of %s is %s for each millisecond', (rate, expected) => {
  expect(ratePerMs(rate)).toBe(expected);
});

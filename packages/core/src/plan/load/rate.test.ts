import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatRate, parseRate } from './rate.ts';

test.each([
  ['20/s', { count: 20, intervalMs: 1_000 }],
  ['600/m', { count: 600, intervalMs: 60_000 }],
  ['1/h', { count: 1, intervalMs: 3_600_000 }],
])('%s', (text, rate) => {
  expect(parseRate(text)).toEqual(rate);
});

test.each(['', '20', '0/s', '20/d', '20 /s', '-1/s', '1.5/s', '/s'])('%j is no rate', (text) => {
  expect(parseRate(text)).toBeUndefined();
});

test('what is formatted is read back', () => {
  const intervalMs = fc.constantFrom(1_000, 60_000, 3_600_000);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), intervalMs, (count, interval) => {
      expect(parseRate(formatRate({ count, intervalMs: interval }))).toEqual({ count, intervalMs: interval });
    }),
  );
});

import { expect, test } from 'vitest';
import { readRetryAfterMs } from './read-retry-after.ts';

const NOW = Date.parse('2026-01-15T08:00:00Z');

test.each([
  ['3', 3_000],
  [' 0.5 ', 500],
  ['0', 0],
  ['Thu, 15 Jan 2026 08:00:10 GMT', 10_000],
  ['Thu, 15 Jan 2026 07:59:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['9999999999', undefined],
  ['', undefined],
  [undefined, undefined],
])('of %s', (value, expected) => {
  expect(readRetryAfterMs(value, NOW)).toBe(expected);
});

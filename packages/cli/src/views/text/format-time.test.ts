import { expect, test } from 'vitest';
import { formatSpan, formatTime, formatTimeOfDay } from './format-time.ts';

test.each([
  [-5, '0s'],
  [400, '0s'],
  [59_400, '59s'],
  [60_000, '1m'],
  [200_000, '3m 20s'],
  [3_600_000, '1h'],
  [18_720_000, '5h 12m'],
  [200_000_000, '2d 7h'],
])('%i ms is %s', (ms, text) => {
  expect(formatSpan(ms)).toBe(text);
});

test('times are in UTC and say so', () => {
  const at = Date.UTC(2026, 10, 21, 10, 37, 11);
  expect([formatTime(at), formatTimeOfDay(at)]).toEqual(['2026-11-21 10:37:11Z', '10:37:11Z']);
});

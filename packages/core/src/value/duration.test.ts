import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDurationMs } from './duration.ts';

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['10m', 600_000],
  ['12h', 43_200_000],
  ['2d', 172_800_000],
  ['0s', 0],
])('%s is %i ms', (text, ms) => {
  expect(parseDurationMs(text)).toBe(ms);
});

test.each(['', '5', 's', '5 s', '-1s', '1.5h', '5min', '1h30m', '٣s', '99999999999999d'])(
  '%j is no duration',
  (text) => {
    expect(parseDurationMs(text)).toBeUndefined();
  },
);

test('what is formatted is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (ms) => {
      expect(parseDurationMs(formatDuration(ms))).toBe(ms);
    }),
  );
  expect(formatDuration(90_000)).toBe('90s');
  expect(formatDuration(3_600_000)).toBe('1h');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoTime } from './iso-time.ts';

const anyTime = fc.oneof(
  fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }),
  fc.integer({ min: 1_768_464_000_000, max: 1_768_464_003_000 }),
  fc.double({ min: -5_000, max: 5_000, noNaN: true }),
);

test('times are written as a date writes them, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(anyTime, { maxLength: 20 }), (times) => {
      expect(times.map(isoTime)).toEqual(times.map((time) => new Date(time).toISOString()));
    }),
  );
  expect(() => isoTime(Number.NaN)).toThrow(RangeError);
});

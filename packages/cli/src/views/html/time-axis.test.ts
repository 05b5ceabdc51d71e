import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTook } from '../text/format-time.ts';
import { chooseTicks } from './time-axis.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

test('an axis has at most nine ticks, equally far apart, up to its end, each with a label of its own', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2_000, max: YEAR_MS }), (endsMs) => {
      const ticks = chooseTicks(endsMs);
      const every = ticks[1] ?? 0;
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(9);
      expect(ticks).toEqual(ticks.map((_, at) => at * every));
      expect((ticks.at(-1) ?? 0) + every).toBeGreaterThan(endsMs);
      expect(new Set(ticks.map(formatTook)).size).toBe(ticks.length);
      // `15m`, `2h`, `14d`: no tick apart from the first is between two of them.
      expect(formatTook(every)).toMatch(/^\d+[smhd]$/);
    }),
  );
});

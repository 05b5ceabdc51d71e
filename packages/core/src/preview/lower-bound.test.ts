import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastDurationMs } from './lower-bound.ts';

test.each([
  [0, 0],
  [1, 0],
  [5, 0],
  [6, 1_000],
  [10, 1_000],
  [11, 2_000],
])('%i calls at five a second take at least %i ms', (calls, ms) => {
  expect(leastDurationMs(calls, { count: 5, intervalMs: 1_000 })).toBe(ms);
});

test('no schedule inside the rate is quicker', () => {
  fc.assert(
    fc.property(
      fc.nat(200),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 1_000 }),
      (calls, count, intervalMs) => {
        // The quickest schedule sends each call one interval after the one `count` places before it.
        const sentAt: number[] = [];
        for (let call = 0; call < calls; call += 1)
          sentAt.push(call < count ? 0 : (sentAt[call - count] ?? 0) + intervalMs);
        expect(leastDurationMs(calls, { count, intervalMs })).toBe(sentAt.at(-1) ?? 0);
      },
    ),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RateLimit } from './rate-limit.ts';
import { RateLimiter } from './rate-limiter.ts';

const LIMITS = fc.record({
  limit: fc.integer({ min: 1, max: 5 }),
  windowMs: fc.integer({ min: 1, max: 100 }),
  style: fc.constant<429>(429),
  sendRetryAfter: fc.boolean(),
});

test('no window ever holds more calls than allowed, and waiting as told is enough', () => {
  fc.assert(
    fc.property(LIMITS, fc.array(fc.integer({ min: 0, max: 40 })), (limit: RateLimit, gapsMs) => {
      const limiter = new RateLimiter();
      const admittedAtMs: number[] = [];
      let nowMs = 0;
      for (const gapMs of gapsMs) {
        nowMs += gapMs;
        const retryAfterMs = limiter.admit(limit, nowMs);
        if (retryAfterMs !== null) {
          nowMs += retryAfterMs;
          expect(limiter.admit(limit, nowMs)).toBeNull();
        }
        admittedAtMs.push(nowMs);
        const inWindow = admittedAtMs.filter((atMs) => atMs > nowMs - limit.windowMs);
        expect(inWindow.length).toBeLessThanOrEqual(limit.limit);
      }
    }),
  );
});

test('without a limit everything passes', () => {
  expect(new RateLimiter().admit(null, 0)).toBeNull();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeededRandom } from '../seeded-random.ts';
import { backoffMs } from './backoff.ts';

const policies = fc.record({
  maxAttempts: fc.constant(6),
  initialIntervalMs: fc.integer({ min: 1, max: 10_000 }),
  backoffCoefficient: fc.double({ min: 1, max: 4, noNaN: true }),
  maxIntervalMs: fc.integer({ min: 10_000, max: 600_000 }),
});

test('a wait lies between three quarters of what has grown and its bound, and never under what the server named', () => {
  fc.assert(
    fc.property(
      policies,
      fc.integer({ min: 1, max: 40 }),
      fc.nat(),
      fc.nat({ max: 900_000 }),
      (policy, attempt, seed, retryAfterMs) => {
        const grown = Math.min(
          policy.initialIntervalMs * policy.backoffCoefficient ** (attempt - 1),
          policy.maxIntervalMs,
        );
        const own = backoffMs(policy, attempt, createSeededRandom(seed));
        expect(own).toBeGreaterThanOrEqual(Math.floor(grown * 0.75));
        expect(own).toBeLessThanOrEqual(Math.ceil(grown));
        expect(backoffMs(policy, attempt, createSeededRandom(seed), retryAfterMs)).toBe(Math.max(own, retryAfterMs));
      },
    ),
  );
});

import type { Random } from '../clock.ts';
import type { RetryPolicy } from '../provider/limits.ts';

/**
 * Milliseconds to wait after failed attempt number `attempt` (from 1): exponential, with up to a quarter taken off at
 * random so that many steps do not come back at once. A time that the server named is the least, not the most.
 */
export function backoffMs(policy: RetryPolicy, attempt: number, random: Random, retryAfterMs = 0): number {
  const grown = policy.initialIntervalMs * policy.backoffCoefficient ** (attempt - 1);
  const bounded = Math.min(grown, policy.maxIntervalMs);
  return Math.max(retryAfterMs, Math.round(bounded * (1 - random.fraction() / 4)));
}

import type { PlannedProvider } from '../binding/planned-provider.ts';
import { formatRate } from '../plan/load/rate.ts';
import type { Rate } from '../provider/limits.ts';
import type { PreviewLowerBound, PreviewOperation } from './preview.ts';

/** The effects that are left, at the declared rate and with nothing else in the way. Providers work side by side. */
export function computeLowerBound(
  providers: ReadonlyMap<string, PlannedProvider>,
  operations: readonly PreviewOperation[],
): PreviewLowerBound {
  const perProvider = [...providers].map(([alias, { limits }]) => {
    const own = operations.filter((operation) => operation.provider === alias && operation.has_effect);
    const effectsLeft = own.reduce((sum, operation) => sum + operation.left, 0);
    return {
      provider: alias,
      effects_left: effectsLeft,
      requests: formatRate(limits.requests),
      duration_ms: leastDurationMs(effectsLeft, limits.requests),
    };
  });
  return { duration_ms: Math.max(0, ...perProvider.map((entry) => entry.duration_ms)), per_provider: perProvider };
}

/** The first window's calls may all go at once, so `n` windows take the time of `n - 1` intervals. */
export function leastDurationMs(calls: number, rate: Rate): number {
  return Math.max(0, Math.ceil(calls / rate.count) - 1) * rate.intervalMs;
}

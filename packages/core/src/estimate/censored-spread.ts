import type { Spread } from './distribution.ts';

/**
 * The middle and the ninth of ten of durations of which some are not over: a wait that has lasted five minutes says that
 * such waits take longer than that. By the product-limit estimate (E. L. Kaplan, P. Meier, 1958). Where so many are not
 * over that a percentile cannot be seen, it is at least the longest time that was. Undefined when none is over.
 */
export function censoredSpread(endedMs: readonly number[], runningMs: readonly number[]): Spread | undefined {
  if (endedMs.length === 0) return undefined;
  const ended = endedMs.toSorted((left, right) => left - right);
  const running = runningMs.toSorted((left, right) => left - right);
  const longestMs = Math.max(ended.at(-1) ?? 0, running.at(-1) ?? 0);
  let [p50Ms, p90Ms]: [number | undefined, number | undefined] = [undefined, undefined];
  let surviving = 1;
  let passed = 0;
  for (const [index, ms] of ended.entries()) {
    while ((running[passed] ?? Number.POSITIVE_INFINITY) < ms) passed += 1;
    const atRisk = ended.length - index + running.length - passed;
    surviving *= 1 - 1 / atRisk;
    if (p50Ms === undefined && surviving <= 0.5) p50Ms = ms;
    if (p90Ms === undefined && surviving <= 0.1 + ROUNDING) p90Ms = ms;
  }
  return { p50Ms: p50Ms ?? longestMs, p90Ms: p90Ms ?? longestMs };
}

const ROUNDING = 1e-9;

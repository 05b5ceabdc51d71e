import { hashedFraction } from '@waybill/stand-kit';

/** The duration of one piece of work, a whole number of milliseconds. */
export function jitteredMs(baseMs: number, jitter: { seed: number; fraction: number; name: string }): number {
  const offset = (hashedFraction(jitter.seed, jitter.name) * 2 - 1) * jitter.fraction;
  return Math.max(0, Math.round(baseMs * (1 + offset)));
}

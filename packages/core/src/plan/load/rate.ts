import type { Rate } from '../../provider/limits.ts';

const INTERVALS_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** `20/s`, `600/m`, `1000/h`; undefined for anything else, and for a rate of zero, which would never let a call through. */
export function parseRate(text: string): Rate | undefined {
  const match = /^(\d+)\/(s|m|h)$/.exec(text);
  const count = Number(match?.[1]);
  const intervalMs = INTERVALS_MS.get(match?.[2] ?? '');
  if (intervalMs === undefined || !Number.isSafeInteger(count) || count < 1) return undefined;
  return { count, intervalMs };
}

/** The text that `parseRate` reads back; an interval that has no letter is written in milliseconds, for people only. */
export function formatRate(rate: Rate): string {
  const unit = [...INTERVALS_MS].find(([, intervalMs]) => intervalMs === rate.intervalMs)?.[0];
  return `${rate.count}/${unit ?? `${rate.intervalMs}ms`}`;
}

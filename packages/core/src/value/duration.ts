const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/** `30s`, `10m`, `6h` → milliseconds; undefined for anything else, and for more than a safe integer can hold. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(text);
  const factor = UNITS.find(([unit]) => unit === match?.[2])?.[1];
  if (match === null || factor === undefined) return undefined;
  const ms = Number(match[1]) * factor;
  return Number.isSafeInteger(ms) ? ms : undefined;
}

/** The shortest text that `parseDurationMs` reads back: the largest unit that divides `ms`. Takes whole milliseconds. */
export function formatDuration(ms: number): string {
  const [unit, factor] = UNITS.find(([, size]) => ms >= size && ms % size === 0) ?? ['ms', 1];
  return `${ms / factor}${unit}`;
}

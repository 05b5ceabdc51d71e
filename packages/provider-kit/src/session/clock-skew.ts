/** A vendor refuses requests whose time is further off than this. */
export const MAX_CLOCK_SKEW_MS: number = 15 * 60_000;

/** One sentence on how wrong this machine's clock is, by a server's. `offsetMs`: what to add to ours; undefined: not known. */
export function describeClockSkew(offsetMs: number | undefined): string {
  if (offsetMs === undefined) return 'The server does not report the time of its clock.';
  const seconds = Math.round(Math.abs(offsetMs) / 1_000);
  if (seconds < 60) return "The clock of this machine agrees with the server's within a minute.";
  const direction = offsetMs > 0 ? 'behind' : 'ahead of';
  return `The clock of this machine is ${describeSpan(seconds)} ${direction} the server's.`;
}

function describeSpan(seconds: number): string {
  const parts = [
    { value: Math.floor(seconds / 86_400), unit: 'd' },
    { value: Math.floor(seconds / 3_600) % 24, unit: 'h' },
    { value: Math.floor(seconds / 60) % 60, unit: 'm' },
    { value: seconds % 60, unit: 's' },
  ];
  const first = parts.findIndex(({ value }) => value > 0);
  return parts
    .slice(first, first + 2)
    .filter(({ value }) => value > 0)
    .map(({ value, unit }) => `${value}${unit}`)
    .join(' ');
}

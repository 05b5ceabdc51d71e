const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `2.5 MB`: decimal units, one digit after the point. */
export function describeBytes(bytes: number): string {
  let value = bytes / 1_000;
  let unit = 0;
  // What would be written as 1000.0 is one of the next unit.
  for (; value >= 999.95 && unit < UNITS.length - 1; unit += 1) value /= 1_000;
  return `${value.toFixed(1)} ${UNITS[unit]}`;
}

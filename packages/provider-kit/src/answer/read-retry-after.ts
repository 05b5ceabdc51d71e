/** The wait of a `Retry-After` in milliseconds: seconds, or a date (RFC 9110). Undefined when it is neither. */
export function readRetryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d{1,9}(\.\d+)?\s*$/.test(value)) return Math.ceil(Number(value) * 1_000);
  // A bare number is no date, however long: `Date.parse` would take it for a year.
  if (!/[a-z]/i.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** A time of the journal, in milliseconds since 1970, as reports write it. */
export function isoTime(t: number): string {
  return new Date(t).toISOString();
}

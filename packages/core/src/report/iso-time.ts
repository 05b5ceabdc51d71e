/** The last second that was written, and the beginning of its text: times of a journal come in their order. */
let last = { second: Number.NaN, text: '' };

/** A time of the journal, in milliseconds since 1970, as reports write it. */
export function isoTime(t: number): string {
  const whole = Math.trunc(t);
  const second = Math.floor(whole / 1_000);
  if (last.second !== second) last = { second, text: new Date(second * 1_000).toISOString().slice(0, -4) };
  const ms = String(whole - second * 1_000).padStart(3, '0');
  return `${last.text}${ms}Z`;
}

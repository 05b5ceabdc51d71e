/** `5h 12m`, `3m 20s`, `12s`: two units at most, for people. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return withRest(minutes, 'm', seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return withRest(hours, 'h', minutes % 60, 'm');
  return withRest(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** As `formatSpan`, and `200ms` below a second. */
export function formatTook(ms: number): string {
  return ms > 0 && ms < 1_000 ? `${Math.round(ms)}ms` : formatSpan(ms);
}

function withRest(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit} ${small}${smallUnit}`;
}

/** `10:37:11Z`. */
export function formatTimeOfDay(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)}Z`;
}

/** `2026-11-21 10:37:11Z`. */
export function formatTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

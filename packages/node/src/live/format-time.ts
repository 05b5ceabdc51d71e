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

function withRest(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit} ${small}${smallUnit}`;
}

/** `10:37:11Z`. */
export function formatTimeOfDay(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)}Z`;
}

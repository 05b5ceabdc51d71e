import { formatSpan, formatTimeOfDay } from '@waybill/node/time';

export { formatSpan, formatTimeOfDay };

/** As `formatSpan`, and `200ms` below a second. */
export function formatTook(ms: number): string {
  return ms > 0 && ms < 1_000 ? `${Math.round(ms)}ms` : formatSpan(ms);
}

/** `2026-11-21 10:37:11Z`. */
export function formatTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

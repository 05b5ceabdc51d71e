import type { WorkProgress } from '@waybill/node/live';
import { formatSpan } from '../text/format-time.ts';
import { formatCount } from './counted.ts';

/** How much is done, and how fast: `48,000 of 120,000 documents (5,200/s, ~13s left)`. */
export function workText({ of, done, total, perSecond, leftMs }: WorkProgress): string {
  const amount = total === undefined ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`;
  const pace = [
    ...(perSecond === undefined ? [] : [`${formatRate(perSecond)}/s`]),
    ...(leftMs === undefined ? [] : [`~${formatSpan(leftMs)} left`]),
  ];
  return `${amount} ${of}${pace.length === 0 ? '' : ` (${pace.join(', ')})`}`;
}

/** Whole ones, unless they are few. */
function formatRate(perSecond: number): string {
  return perSecond < 10 && !Number.isInteger(perSecond) ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
}

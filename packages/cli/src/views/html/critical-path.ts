import type { Preview } from '@waybill/core';
import type { LimitName, PreviewCriticalStep } from '@waybill/core/internal';
import { formatTook } from '../text/format-time.ts';
import { basisBadge } from './badges.ts';
import { html, type Markup } from './markup.ts';
import { unitLink } from './unit-links.ts';

const SHOWN_STEPS = 40;

const HELD_BY: Readonly<Record<LimitName, string>> = {
  requests: 'the rate of calls',
  in_flight: 'calls in flight',
  active: 'remote tasks at once',
  active_per_target: 'tasks on one target',
};

/** What a median run waits for from its start to its end. */
export function renderCriticalPath({ schedule }: Preview): Markup {
  if (schedule === undefined || schedule.critical_path.length === 0) return html``;
  const { critical_path: path } = schedule;
  const totalMs = Math.max(1, path.at(-1)?.ends_ms ?? 1);
  const hidden = path.length - SHOWN_STEPS;
  return html`<section id="critical" aria-labelledby="critical-title">
<h2 id="critical-title">Critical path ${basisBadge('computed')}</h2>
<p class="note">From the start of a median run to its end, without gaps. Shortening anything else makes it no shorter.</p>
<ol class="critical">${path.slice(0, SHOWN_STEPS).map((step) => renderStep(step, totalMs))}</ol>
${hidden > 0 && html`<p class="note">and ${hidden} more steps: in the embedded JSON.</p>`}
</section>`;
}

function renderStep(
  { step, title, ready_ms: readyMs, starts_ms: startsMs, ends_ms: endsMs, held_by: heldBy }: PreviewCriticalStep,
  totalMs: number,
): Markup {
  const percent = (ms: number): string => `${((ms / totalMs) * 100).toFixed(2)}%`;
  const heldMs = heldBy === null ? 0 : startsMs - readyMs;
  return html`<li><div>${unitLink(step)} <span class="what">${title}</span></div>
<svg class="span" aria-hidden="true" focusable="false" width="100%" height="10"><rect class="track" width="100%" height="10" rx="2"/>${heldMs > 0 && html`<rect class="held" x="${percent(readyMs)}" width="${percent(heldMs)}" height="10"/>`}<rect class="fill" x="${percent(startsMs)}" width="${percent(Math.max(endsMs - startsMs, totalMs / 400))}" height="10" rx="1"/></svg>
<span class="facts">${formatTook(startsMs)} to ${formatTook(endsMs)}, ${formatTook(endsMs - startsMs)}${heldBy !== null && heldMs > 0 && `; held ${formatTook(heldMs)} by ${HELD_BY[heldBy]}`}</span></li>`;
}

import type { HeldBy, LimitName, PreviewCriticalStep, PreviewSchedule } from '@waybill/core/internal';
import { countSteps } from '../preview/preview-facts.ts';
import { formatTook } from '../text/format-time.ts';
import { html, type Markup } from './markup.ts';
import { percent } from './time-axis.ts';
import { unitLink } from './unit-links.ts';

const SHOWN_STEPS = 24;

const LIMITS: Readonly<Record<LimitName | 'credentials', string>> = {
  requests: 'the rate of calls',
  in_flight: 'the limit of calls in flight',
  active: 'the limit of remote tasks',
  active_per_target: 'the limit of tasks on one target',
  credentials: 'the call that tries the credentials',
};

/** In words; a policy by its name. */
function holderOf(heldBy: HeldBy): string {
  return Object.hasOwn(LIMITS, heldBy) ? LIMITS[heldBy as LimitName | 'credentials'] : heldBy;
}

/** What a median run waits for from its start to its end; undefined when none was simulated. */
export function renderCriticalPath({ critical_path: path }: PreviewSchedule): Markup | undefined {
  if (path.length === 0) return undefined;
  const totalMs = Math.max(1, path.at(-1)?.ends_ms ?? 1);
  const hidden = countSteps(path.slice(SHOWN_STEPS));
  return html`<p class="note">Shortening anything else does not make the run shorter.</p>
<ol class="critical">${path.slice(0, SHOWN_STEPS).map((step) => renderStep(step, totalMs))}</ol>
${hidden > 0 && html`<p class="note">and ${hidden} more steps: in the JSON to download.</p>`}`;
}

function renderStep(
  { step, title, steps, ready_ms: readyMs, starts_ms: startsMs, ends_ms: endsMs, held_by: heldBy }: PreviewCriticalStep,
  totalMs: number,
): Markup {
  const heldMs = heldBy === null ? 0 : startsMs - readyMs;
  const what = steps === undefined ? title : `and ${steps - 1} steps after it`;
  return html`<li><div>${unitLink(step)} <span class="what">${what}</span></div>
<div><svg class="span" aria-hidden="true" focusable="false" width="100%" height="8"><rect class="track" width="100%" height="8" rx="2"/>${heldMs > 0 && html`<rect class="held" x="${percent(readyMs, totalMs)}" width="${percent(heldMs, totalMs)}" height="8"/>`}<rect class="fill" x="${percent(startsMs, totalMs)}" width="${percent(Math.max(endsMs - startsMs, totalMs / 400), totalMs)}" height="8" rx="1"/></svg>
<span class="facts">${formatTook(startsMs)} to ${formatTook(endsMs)}, ${formatTook(endsMs - startsMs)}${heldBy !== null && heldMs > 0 && `; held ${formatTook(heldMs)} by ${holderOf(heldBy)}`}</span></div></li>`;
}

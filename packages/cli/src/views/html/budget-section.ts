import type { Preview } from '@waybill/core';
import { type PreviewCalls, type PreviewOperation, parseRate } from '@waybill/core/internal';
import { counted, formatCount } from '../folds/counted.ts';
import { CALLS_OF_JOBS, describeJobs } from '../folds/describe-jobs.ts';
import { formatTook } from '../text/format-time.ts';
import { basisBadge } from './badges.ts';
import { html, type Markup } from './markup.ts';

/** API calls against the declared limits, the durations behind the estimate, and what raising a limit saves. */
export function renderBudget(preview: Preview): Markup {
  return html`<section id="budget" aria-labelledby="budget-title">
<h2 id="budget-title">What it costs: API calls and limits</h2>
${preview.schedule === undefined ? renderLeast(preview) : renderSimulated(preview, preview.schedule)}
${renderJobs(preview)}
${renderOperations(preview.operations)}
</section>`;
}

type Schedule = NonNullable<Preview['schedule']>;

function renderSimulated(preview: Preview, schedule: Schedule): Markup {
  const { providers } = preview;
  return html`<p class="note">Calls of a median simulated run, polls and checks included, and the most of each operation within one window of the provider's rate.</p>
${providers.map(({ alias, type, limits }) => {
  const calls = schedule.calls.filter(({ provider }) => provider === alias);
  const total = calls.reduce((sum, call) => sum + call.calls, 0);
  const rate = parseRate(limits.requests);
  return html`<div class="provider"><h3>${alias} <small>${type}</small></h3>
<p class="note">${counted(total, 'call')}; declared: ${limitsText(limits)} ${basisBadge('computed')}</p>
${
  calls.length > 0 &&
  html`<div class="scroll" tabindex="0" role="region" aria-label="Calls to ${alias}"><table class="plain bars"><thead><tr><th scope="col">Operation</th><th scope="col" class="number">Calls</th><th scope="col">Peak against ${limits.requests}</th></tr></thead>
<tbody>${calls.map((call) => renderCalls(call, rate?.count ?? 0))}</tbody></table></div>`
}</div>`;
})}
${renderDurations(schedule)}
${renderLimits(schedule)}`;
}

function limitsText(limits: Preview['providers'][number]['limits']): string {
  return [
    limits.requests,
    `${limits.in_flight} in flight`,
    ...(limits.active === null ? [] : [`${limits.active} remote tasks`]),
    ...(limits.active_per_target === null ? [] : [`${limits.active_per_target} on one target`]),
    ...(limits.slices === undefined ? [] : [`${counted(limits.slices, 'slice')} of own work at once`]),
  ].join(', ');
}

function renderCalls({ operation, calls, peak }: PreviewCalls, limit: number): Markup {
  const share = limit === 0 ? 0 : Math.min(100, (peak / limit) * 100);
  return html`<tr><th scope="row"><code>${operation}</code></th><td class="number">${formatCount(calls)}</td><td>${bar(share)}<span class="bar-text">${formatCount(peak)} of ${formatCount(limit)}</span></td></tr>`;
}

/** A share in percent. The number is beside it. */
export function bar(share: number): Markup {
  return html`<svg class="bar" aria-hidden="true" focusable="false" width="100%" height="8"><rect class="track" width="100%" height="8" rx="2"/><rect class="${share >= 90 ? 'full' : 'fill'}" width="${share.toFixed(1)}%" height="8" rx="2"/></svg>`;
}

function renderDurations({ durations }: Schedule): Markup | false {
  if (durations.length === 0) return false;
  const rows = durations.map(
    ({ provider, title, steps, p50_ms: half, p90_ms: most, basis, source }) =>
      html`<tr><th scope="row">${title} <small>${provider}</small></th><td class="number">${formatCount(steps)}</td><td class="short">${formatTook(half)} – ${formatTook(most)}</td><td>${basisBadge(basis)} ${source}</td></tr>`,
  );
  return html`<h3>Durations behind the estimate</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Durations"><table class="plain"><thead><tr><th scope="col">What is waited for</th><th scope="col" class="number">Steps</th><th scope="col">P50 – P90</th><th scope="col">Known from</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function renderLimits({ limits }: Schedule): Markup | false {
  if (limits.length === 0) return false;
  const rows = limits.map(
    ({ provider, limit, declared, raised_to: raised, saves_ms: saves }) =>
      html`<tr><th scope="row">${provider} <code>${limit}</code></th><td class="short">${declared}</td><td class="short">${raised}</td><td class="short">${saves === 0 ? 'nothing' : html`<b>${formatTook(saves)}</b>`}</td></tr>`,
  );
  return html`<h3>What raising a limit saves ${basisBadge('computed')}</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Limits"><table class="plain"><thead><tr><th scope="col">Limit</th><th scope="col">Declared</th><th scope="col">Tried</th><th scope="col">Saves</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function renderJobs(preview: Preview): Markup | false {
  const jobs = describeJobs(preview);
  if (jobs.length === 0) return false;
  return html`<h3>Own work</h3>
<ul>${jobs.map((job) => html`<li>${job}</li>`)}</ul>
<p class="note">${CALLS_OF_JOBS}</p>`;
}

function renderLeast({ lower_bound: bound }: Preview): Markup {
  const rows = bound.per_provider.map(
    ({ provider, effects_left: left, requests, duration_ms: ms }) =>
      html`<tr><th scope="row">${provider}</th><td class="number">${formatCount(left)}</td><td>${requests}</td><td>${ms === 0 ? 'no waiting' : formatTook(ms)}</td></tr>`,
  );
  return html`<p class="note">No run was simulated. What the declared rates need for the effects that are left ${basisBadge('computed')}</p>
<table class="plain"><thead><tr><th scope="col">Provider</th><th scope="col" class="number">Effects left</th><th scope="col">Rate</th><th scope="col">At least</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function renderOperations(operations: readonly PreviewOperation[]): Markup | false {
  if (operations.length === 0) return false;
  const rows = operations.map(
    ({ provider, operation, title, has_effect: hasEffect, steps, left, recovery }) =>
      html`<tr><th scope="row"><code>${operation}</code> <small>${provider}</small></th><td>${title}</td><td>${hasEffect ? 'effect' : 'read'}</td><td class="number">${formatCount(left)}${left !== steps && html` <small>of ${formatCount(steps)}</small>`}</td><td>${recovery ?? '–'}</td></tr>`,
  );
  return html`<details class="fold"><summary>${counted(operations.length, 'operation')}, and how a lost answer is settled</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Operations"><table class="plain"><thead><tr><th scope="col">Operation</th><th scope="col">What it does</th><th scope="col">Kind</th><th scope="col" class="number">Left</th><th scope="col">A lost answer</th></tr></thead><tbody>${rows}</tbody></table></div></details>`;
}

import type { Preview, Report } from '@waybill/core';
import { UNIT_STATUSES } from '@waybill/core/internal';
import { counted, formatCount } from '../folds/counted.ts';
import { selectionWords } from '../folds/selected-part.ts';
import { collectFacts, shortDigest, unitsApproved } from '../preview/preview-facts.ts';
import { formatTime, formatTook } from '../text/format-time.ts';
import { toneOfState } from './badges.ts';
import { html, type Markup } from './markup.ts';
import { etaText, openGates, type Page, spacedDigest, unitsToDo } from './page-facts.ts';

export function renderHeadline({ preview, report, now, expiresAt }: Page): Markup {
  const { plan } = preview;
  return html`<header class="head">
<p class="kicker">Waybill <span aria-hidden="true">·</span> ${report === undefined ? 'preview' : 'run report'}</p>
<h1>${plan.name}</h1>
${plan.description !== '' && html`<p class="lead">${plan.description}</p>`}
${report === undefined && html`<p class="approves">Approving this approves preview <code>${shortDigest(preview.digest)}</code>: ${counted(unitsApproved(collectFacts(preview)), 'unit')}${expiryText(expiresAt)}</p>`}
<ul class="verdict" aria-label="In short">${report === undefined ? previewVerdict(preview) : reportVerdict(report)}</ul>
<dl class="meta">
${report !== undefined && html`<div><dt>Previewed as</dt><dd><code title="SHA-256 ${preview.digest}">${spacedDigest(preview.digest)}</code></dd></div>`}
<div><dt>Plan</dt><dd><code title="SHA-256 of the plan's meaning: ${plan.digest}">${spacedDigest(plan.digest)}</code> from <code>${plan.file}</code></dd></div>
${plan.environment !== undefined && html`<div><dt>Environment</dt><dd><code>${plan.environment}</code></dd></div>`}
<div><dt>State</dt><dd>${stateText(preview, report)}</dd></div>
${selectionText(preview)}
${now !== undefined && html`<div><dt>Made</dt><dd>${formatTime(now.getTime())}</dd></div>`}
</dl>
</header>`;
}

function expiryText(expiresAt: Page['expiresAt']): Markup {
  if (expiresAt === undefined) return html``;
  return expiresAt === null
    ? html`, without an end`
    : html`, to be applied until <span class="whole">${formatTime(Date.parse(expiresAt))}</span>`;
}

function chip(tone: string, text: string): Markup {
  return html`<li data-tone="${tone}">${text}</li>`;
}

function previewVerdict(preview: Preview): readonly Markup[] {
  const { counts } = preview.checks;
  const toDo = unitsToDo(preview);
  const gates = openGates(preview);
  const warnings = counts.warning + preview.warnings.length;
  return [
    toDo === 0 ? chip('good', 'nothing to do') : chip('info', `${formatCount(toDo)} to do`),
    ...(counts.blocking === 0 ? [] : [chip('bad', `${formatCount(counts.blocking)} blocking`)]),
    ...(warnings === 0 ? [] : [chip('warn', counted(warnings, 'warning'))]),
    ...(counts.unasked === 0 ? [] : [chip('quiet', `${formatCount(counts.unasked)} not run yet`)]),
    ...(counts.passed === 0 ? [] : [chip('good', `${formatCount(counts.passed)} passed`)]),
    ...(gates === 0 ? [] : [chip('quiet', counted(gates, 'approval'))]),
  ];
}

function reportVerdict({ outcome, totals, runs, preview }: Report): readonly Markup[] {
  const counts = UNIT_STATUSES.flatMap((status) => {
    const count = totals.units[status] ?? 0;
    return count === 0 ? [] : [chip(toneOfState(status), `${formatCount(count)} ${status}`)];
  });
  const planned = preview.schedule === undefined ? '' : ` (planned ${etaText(preview)})`;
  return [
    chip(toneOfState(outcome ?? 'unfinished'), outcome === null ? 'not ended' : `ended: ${outcome}`),
    ...counts,
    chip('quiet', `${formatTook(totals.running_ms)} in ${counted(runs.length, 'run')}${planned}`),
  ];
}

function stateText({ state, binding }: Preview, report: Report | undefined): Markup {
  if (report !== undefined)
    return html`<code>${report.evidence.state_id.slice(0, 12)}</code>, ${counted(report.evidence.records, 'record')}`;
  if (state === undefined) return html`never applied`;
  const serial = binding.state === null ? undefined : html`, serial ${binding.state.serial}`;
  return html`${counted(state.runs, 'run')}, ${counted(state.steps_done, 'step')} done, ${formatCount(state.steps_left)} left${serial}`;
}

function selectionText(preview: Preview): Markup | undefined {
  const words = selectionWords(preview);
  if (words === undefined) return undefined;
  const { left_out: leftOut } = preview.binding.selection;
  return html`<div><dt>Selection</dt><dd><code>${words}</code>, ${counted(leftOut, 'unit')} left out</dd></div>`;
}

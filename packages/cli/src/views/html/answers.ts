import type { Preview } from '@waybill/core';
import { counted, formatCount } from '../folds/counted.ts';
import { describeAmounts } from '../folds/describe-amounts.ts';
import { formatTook } from '../text/format-time.ts';
import { basisBadge } from './badges.ts';
import { html, type Markup } from './markup.ts';
import { callCount, etaText, isAssumed, openGates } from './page-facts.ts';
import { describeDowntime, laneName } from './rollout-section.ts';

/** Rows of one answer that are shown before "and more". */
const SHOWN = 4;

/** What is approved, in four answers that the sections below are about. */
export function renderAnswers(preview: Preview): Markup {
  return html`<section id="summary" aria-labelledby="summary-title">
<h2 id="summary-title">In short</h2>
<div class="answers">
${answer('What moves', moves(preview))}
${answer('What could go wrong', risks(preview))}
${answer('How long', duration(preview))}
${answer('What users notice', noticed(preview))}
</div>
</section>`;
}

function answer(question: string, content: Markup): Markup {
  return html`<article><h3>${question}</h3>${content}</article>`;
}

function moves(preview: Preview): Markup {
  const { migrations, totals } = preview;
  const amounts = describeAmounts(preview);
  const groups = [...Map.groupBy(migrations, ({ title }) => title)];
  const rows = groups.slice(0, SHOWN).map(([title, members]) => {
    const units = members.reduce((sum, member) => sum + member.units, 0);
    return html`<li><b>${formatCount(units)}</b> <span>${title === '' ? 'units' : title}</span> <small>${names(members.map(({ name }) => name))}</small></li>`;
  });
  return html`<p class="figure">${counted(totals.units, 'unit')} <small>in ${counted(totals.migrations, 'migration')}</small> ${basisBadge('computed')}</p>
${amounts !== undefined && html`<p>${amounts} ${basisBadge('checked')}</p>`}
<ul class="rows">${rows}${more(groups.length)}</ul>`;
}

function names(all: readonly string[]): string {
  return all.length > 4 ? `${all.slice(0, 4).join(', ')} and ${formatCount(all.length - 4)} more` : all.join(', ');
}

function more(count: number): Markup | false {
  return count > SHOWN && html`<li class="more">and ${formatCount(count - SHOWN)} more</li>`;
}

function risks(preview: Preview): Markup {
  const { checks, warnings } = preview;
  const gates = openGates(preview);
  const { blocking, warning, unasked } = checks.counts;
  const serious = checks.findings.filter(({ verdict }) => verdict === 'blocking' || verdict === 'warning');
  const named = serious.map(
    ({ verdict, detail }) => html`<li data-tone="${verdict === 'blocking' ? 'bad' : 'warn'}">${detail}</li>`,
  );
  const coded = warnings.map(({ summary }) => html`<li data-tone="warn">${summary}</li>`);
  const all = [...named, ...coded];
  const figure = blocking > 0 ? counted(blocking, 'thing') : counted(warning + warnings.length, 'warning');
  const [number = '', noun = ''] = figure.split(' ');
  return html`<p class="figure">${number} <small>${blocking > 0 ? `${noun} would stop it` : noun}</small> ${basisBadge(checks.basis)}</p>
<ul class="rows toned">${all.slice(0, SHOWN)}${more(all.length)}
${gates > 0 && html`<li>${counted(gates, 'gate')} ${gates === 1 ? 'stops' : 'stop'} until an operator approves</li>`}
${unasked > 0 && html`<li>${counted(unasked, 'check')} ${unasked === 1 ? 'runs' : 'run'} only before the first effect of ${unasked === 1 ? 'its unit' : 'their units'}</li>`}
${all.length === 0 && gates === 0 && unasked === 0 && html`<li>Nothing was found.</li>`}</ul>`;
}

function duration(preview: Preview): Markup {
  const { schedule } = preview;
  const best = schedule?.limits[0];
  const calls = html`<li>${callCount(preview)}, ${formatCount(preview.totals.effects)} with an effect</li>`;
  const raised =
    best === undefined || best.saves_ms === 0
      ? undefined
      : html`<li>Raising <code>${best.limit}</code> of ${best.provider} from ${best.declared} to ${best.raised_to} saves ${formatTook(best.saves_ms)}.</li>`;
  return html`<p class="figure">${etaText(preview)} ${basisBadge(isAssumed(preview) ? 'assumed' : 'computed')}</p>
<ul class="rows">${schedule !== undefined && html`<li>P50 – P90 of ${counted(schedule.samples, 'simulated run')}${schedule.gates > 0 && ', without the time that approvals take'}</li>`}${raised}${calls}</ul>`;
}

/** Where steps are known to cause a downtime, its length; the section has the sentences. */
function noticed(preview: Preview): Markup {
  const lanes = (preview.schedule?.lanes ?? []).filter(({ downtime }) => downtime !== undefined);
  const units = lanes.reduce((sum, { downtime }) => sum + (downtime?.units ?? 0), 0);
  if (units === 0) {
    const without = preview.migrations.filter(({ impact }) => impact.downtime.startsWith('None')).length;
    const isNone = without === preview.migrations.length;
    return html`<p class="figure">${isNone ? 'No downtime' : html`<a href="#impact">See below</a>`} ${basisBadge('assumed')}</p>`;
  }
  const rows = lanes
    .slice(0, SHOWN)
    .map(
      (lane) =>
        html`<li><b>${laneName(lane)}</b> ${describeDowntime(lane)} <small>each, once its gate is approved</small></li>`,
    );
  return html`<p class="figure">${counted(units, 'downtime')} ${basisBadge('assumed')}</p><ul class="rows">${rows}${more(lanes.length)}</ul>`;
}

import type { Preview } from '@waybill/core';
import { counted, formatCount } from '../folds/counted.ts';
import { describeApprovals } from '../preview/preview-facts.ts';
import { formatTook } from '../text/format-time.ts';
import { basisBadge } from './badges.ts';
import { html, type Markup } from './markup.ts';
import { callCount, etaText, openGates } from './page-facts.ts';

/** Rows of one answer that are shown before "and more". */
const SHOWN = 6;

/** The five questions that come before any list. */
export function renderAnswers(preview: Preview): Markup {
  return html`<section id="summary" aria-labelledby="summary-title">
<h2 id="summary-title">Five answers</h2>
<div class="answers">
${answer('What moves', moves(preview))}
${answer('What could go wrong', risks(preview))}
${answer('How long', duration(preview))}
${answer('What it costs', costs(preview))}
${answer('Rollback', wayBack(preview))}
</div>
</section>`;
}

function answer(question: string, content: Markup): Markup {
  return html`<article><h3>${question}</h3>${content}</article>`;
}

function moves({ migrations, totals }: Preview): Markup {
  const groups = [...Map.groupBy(migrations, ({ title }) => title)];
  const rows = groups.slice(0, SHOWN).map(([title, members]) => {
    const units = members.reduce((sum, member) => sum + member.units, 0);
    return html`<li><b>${formatCount(units)}</b> <span>${title === '' ? 'units' : title}</span> <small>${names(members.map(({ name }) => name))}</small></li>`;
  });
  return html`<p class="figure">${counted(totals.units, 'unit')} <small>in ${counted(totals.migrations, 'migration')}</small> ${basisBadge('computed')}</p>
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
  const told = serious.map(
    ({ verdict, detail }) => html`<li data-tone="${verdict === 'blocking' ? 'bad' : 'warn'}">${detail}</li>`,
  );
  const coded = warnings.map(({ summary }) => html`<li data-tone="warn">${summary}</li>`);
  const all = [...told, ...coded];
  const figure = blocking > 0 ? counted(blocking, 'thing') : counted(warning + warnings.length, 'warning');
  const [number = '', noun = ''] = figure.split(' ');
  return html`<p class="figure">${number} <small>${blocking > 0 ? `${noun} would stop it` : noun}</small> ${basisBadge(checks.basis)}</p>
<ul class="rows toned">${all.slice(0, SHOWN)}${more(all.length)}
${gates > 0 && html`<li>${counted(gates, 'gate')} ${gates === 1 ? 'stops' : 'stop'} until an operator approves</li>`}
${unasked > 0 && html`<li>${counted(unasked, 'check')} ${unasked === 1 ? 'is' : 'are'} asked only before the first effect of ${unasked === 1 ? 'its unit' : 'their units'}</li>`}
${all.length === 0 && gates === 0 && unasked === 0 && html`<li>Nothing was found.</li>`}</ul>`;
}

function duration(preview: Preview): Markup {
  const { schedule, lower_bound: bound } = preview;
  const best = schedule?.limits[0];
  const approvals = schedule === undefined ? undefined : describeApprovals(schedule);
  const rows = [
    ...(schedule === undefined
      ? []
      : [
          html`<li>Half of ${counted(schedule.samples, 'simulated run')} end within ${formatTook(schedule.p50_ms)}, nine of ten within ${formatTook(schedule.p90_ms)}.</li>`,
        ]),
    ...(schedule !== undefined && schedule.gates > 0
      ? [html`<li>The time that operators take to approve ${counted(schedule.gates, 'gate')} is not included.</li>`]
      : []),
    ...(approvals === undefined ? [] : [html`<li>${approvals}.</li>`]),
    html`<li>${bound.duration_ms === 0 ? 'The declared rates hold nothing up.' : `The declared rates alone need ${formatTook(bound.duration_ms)}.`} ${basisBadge('computed')}</li>`,
    ...(best === undefined || best.saves_ms === 0
      ? []
      : [
          html`<li>Raising <code>${best.limit}</code> of ${best.provider} from ${best.declared} to ${best.raised_to} saves ${formatTook(best.saves_ms)}.</li>`,
        ]),
  ];
  const isAssumed = schedule === undefined || schedule.durations.some(({ basis }) => basis === 'assumed');
  return html`<p class="figure">${etaText(preview)} ${basisBadge(isAssumed ? 'assumed' : 'computed')}</p><ul class="rows">${rows}</ul>`;
}

function costs(preview: Preview): Markup {
  const { migrations, totals } = preview;
  const felt = [
    ...Map.groupBy(migrations, ({ impact: { downtime, risk = '' } }) => `${downtime} ${risk}`.trim()),
  ].filter(([downtime]) => downtime !== '');
  const rows = felt
    .slice(0, SHOWN)
    .map(
      ([downtime, members]) => html`<li><b class="who">${names(members.map(({ name }) => name))}</b> ${downtime}</li>`,
    );
  const [number = '', ...noun] = callCount(preview).split(' ');
  return html`<p class="figure">${number} <small>${noun.join(' ')}, ${formatCount(totals.effects)} with an effect</small> ${basisBadge('computed')}</p>
<h4>Downtime ${basisBadge('assumed')}</h4>
<ul class="rows">${rows}${more(felt.length)}${felt.length === 0 && html`<li>No kind of this plan says it: see the vendor's documentation.</li>`}</ul>`;
}

function wayBack({ migrations }: Preview): Markup {
  const ways = [...Map.groupBy(migrations, ({ impact }) => impact.way_back)].filter(([way]) => way !== '');
  const rows = ways
    .slice(0, SHOWN)
    .map(([way, members]) => html`<li><b class="who">${names(members.map(({ name }) => name))}</b> ${way}</li>`);
  return html`<p class="note">From the vendors' documents ${basisBadge('assumed')}</p>
<ul class="rows">${rows}${more(ways.length)}${ways.length === 0 && html`<li>No kind of this plan has a way back of its own.</li>`}</ul>`;
}

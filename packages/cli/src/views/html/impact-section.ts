import type { Preview } from '@waybill/core';
import { counted, formatCount } from '../folds/counted.ts';
import { groupImpacts, type ImpactGroup, nameImpacted } from '../folds/group-impacts.ts';
import { basisBadge } from './badges.ts';
import { html, type Markup, prose } from './markup.ts';

const NAMED = 6;

/** What users notice, what becomes of data, and the way back, once for all migrations of which it is true. */
export function renderImpact(preview: Preview): Markup {
  const groups = groupImpacts(preview);
  return html`<section id="impact" aria-labelledby="impact-title">
<h2 id="impact-title">Downtime, risk and rollback ${basisBadge('assumed')}</h2>
${groups.length === 0 ? html`<p class="note">The kinds of this plan do not state it: see the vendor's documentation.</p>` : html`<p class="note">From the vendors' documents.</p><ul class="impacts">${groups.map(renderGroup)}</ul>`}
</section>`;
}

function renderGroup(group: ImpactGroup): Markup {
  const { kind, migrations, units, downtime, risk, rollback } = group;
  const rest = migrations.length - NAMED;
  const names = `${nameImpacted(group).slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`;
  const facts = [
    ['Downtime', downtime],
    ['Risk', risk],
    ['Rollback', rollback],
  ] as const;
  return html`<li class="move"><p class="move-head"><b>${names}</b> <small>${kind}, ${counted(units, 'unit')}</small></p>
<dl class="impact">${facts.map(([name, text]) => text !== '' && html`<div><dt>${name}</dt><dd>${prose(text)}</dd></div>`)}</dl></li>`;
}

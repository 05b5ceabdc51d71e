import type { Preview } from '@waybill/core';
import { counted, formatCount } from '../folds/counted.ts';
import { groupMovements, type MovementGroup, whereItLeads } from '../folds/group-movements.ts';
import { capitalise } from '../text/capitalise.ts';
import { basisBadge } from './badges.ts';
import { html, type Markup } from './markup.ts';
import { unitLink } from './unit-links.ts';

/** Units of one group that are listed here; the table of units has all of them. */
const MOST_OF_GROUP = 50;
/** And of all groups, so that the page of a large plan stays small. */
const MOST_IN_ALL = 200;

/** From where to where data goes: what the units of a migration share once, and then only what differs. */
export function renderMoves(preview: Preview): Markup {
  let left = MOST_IN_ALL;
  const moves = joinSame(groupMovements(preview)).map((groups) => {
    const shown = Math.min(groups[0]?.rows.length ?? 0, MOST_OF_GROUP, left);
    left -= shown;
    return renderGroups(groups, shown);
  });
  return html`<section id="moves" aria-labelledby="moves-title">
<h2 id="moves-title">From → to ${basisBadge('computed')}</h2>
${renderConnections(preview)}
${moves.length === 0 ? html`<p class="note">The kinds of this plan do not state from where to where they move data.</p>` : html`<ul class="moves">${moves}</ul>`}
</section>`;
}

function renderConnections({ providers }: Preview): Markup {
  const rows = providers.map((provider) => {
    return html`<div><dt><b>${provider.alias}</b> <small>${provider.type}</small></dt><dd>${whereItLeads(provider)}</dd></div>`;
  });
  return html`<dl class="connections" aria-label="Connections">${rows}</dl>`;
}

/** Migrations between the same places, whose units differ in nothing but their keys, are one. */
function joinSame(groups: readonly MovementGroup[]): readonly (readonly MovementGroup[])[] {
  const keyOf = ({ from, to, rows }: MovementGroup, at: number): string =>
    JSON.stringify(rows.length > 0 ? at : [from, to]);
  return [...Map.groupBy(groups, keyOf).values()];
}

function renderGroups(groups: readonly MovementGroup[], shown: number): Markup {
  const { from, to, rows = [] } = groups[0] ?? {};
  const names = groups.map(
    ({ migration, units }) => html`<span><b>${migration}</b> <small>${counted(units, 'unit')}</small></span> `,
  );
  return html`<li class="move"><p class="move-head">${names}</p>
<dl class="ends">${end('From', from)}${end('To', to)}</dl>
${rows.length > 0 && renderRows(groups[0], shown)}</li>`;
}

function end(side: string, place: string | undefined): Markup {
  return html`<div><dt>${side}</dt><dd>${place ?? html`<span class="calm">not stated by its kind</span>`}</dd></div>`;
}

function renderRows(group: MovementGroup | undefined, shown: number): Markup {
  const { rows = [], columns = [] } = group ?? {};
  const listed = rows.slice(0, shown);
  const rest = rows.length - listed.length;
  const heads = columns.map((column) => html`<th scope="col">${capitalise(column)}</th>`);
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="What differs"><table class="plain"><thead><tr><th scope="col">Unit</th>${heads}</tr></thead>
<tbody>${listed.map(({ unit, cells }) => html`<tr><th scope="row">${unitLink(unit)}</th>${cells.map((cell) => html`<td class="wrap">${cell}</td>`)}</tr>`)}</tbody></table></div>`;
  const more = html`<p class="more">${listed.length === 0 ? counted(rest, 'unit') : `and ${formatCount(rest)} more`}, each with its own source and target: in the table under <a href="#units">Units</a>, and in <code>waybill plan --units</code></p>`;
  return html`${listed.length > 0 && html`<details class="fold"><summary>What differs between the units</summary>${table}${rest > 0 && more}</details>`}${listed.length === 0 && more}`;
}

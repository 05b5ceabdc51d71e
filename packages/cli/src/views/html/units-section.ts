import { counted } from '../folds/counted.ts';
import { html, type Markup } from './markup.ts';
import type { Page } from './page-facts.ts';

/** The frame of the unit table; the script fills it with the rows that are in sight. */
export function renderUnits({ preview, report }: Page): Markup {
  const count = (report ?? preview).units.length;
  return html`<section id="units" aria-labelledby="units-title">
<h2 id="units-title">Units</h2>
<noscript><p class="note">The list of ${counted(count, 'unit')} needs JavaScript. The same is printed by <code>waybill plan ${preview.plan.file} --units</code>.</p></noscript>
<div class="needs-script">
<form class="filters" id="filters" role="search" aria-label="Units">
<label>Filter <input type="search" id="filter-text" autocomplete="off" spellcheck="false" placeholder="name, address, instance id, label …" aria-describedby="unit-keys"></label>
<label>Status <select id="filter-state"><option value="">all</option></select></label>
<label>Migration <select id="filter-migration"><option value="">all</option></select></label>
<label>Level <select id="filter-level"><option value="">all</option></select></label>
<button type="reset">Clear</button>
<output id="filter-count" aria-live="polite"></output>
</form>
<div id="unit-table" class="grid" role="grid" aria-labelledby="units-title" aria-describedby="unit-keys"></div>
<p class="note" id="unit-keys">/ focuses the filter, ↓ or Enter moves from there to the table, Escape clears it. In the table, arrow keys move, Enter opens a unit, Escape returns to the filter.</p>
</div>
</section>
<dialog id="unit-panel" class="panel" aria-labelledby="unit-panel-title"></dialog>`;
}

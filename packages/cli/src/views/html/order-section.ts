import type { Preview } from '@waybill/core';
import type { PreviewLevel, PreviewMigration, PreviewState } from '@waybill/core/internal';
import { counted, formatCount } from '../folds/counted.ts';
import { describeRunningOrphans } from '../folds/describe-running-orphans.ts';
import { formatTook } from '../text/format-time.ts';
import { basisBadge } from './badges.ts';
import { html, type Markup } from './markup.ts';
import { unitLink, unitLinks } from './unit-links.ts';

const SHOWN_LEVELS = 60;
const SHOWN_CHAIN = 12;
const SHOWN_MIGRATIONS = 300;

/** Levels, the longest chain, the migrations, and what an edit of the plan means for what was done. */
export function renderOrder(preview: Preview): Markup {
  const { levels, longest_chain: chain, migrations, state } = preview;
  const spans = spansOfLevels(preview);
  return html`<section id="order" aria-labelledby="order-title">
<h2 id="order-title">Order of the steps ${basisBadge('computed')}</h2>
<p class="note">Units of one level could start together, as far as their needs allow.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Levels"><table class="plain"><thead><tr><th scope="col">Level</th><th scope="col" class="number">Units</th><th scope="col">Migrations</th><th scope="col">Simulated</th></tr></thead>
<tbody>${levels.slice(0, SHOWN_LEVELS).map((level) => renderLevel(level, spans.get(level.level)))}</tbody></table></div>
${levels.length > SHOWN_LEVELS && html`<p class="note">and ${formatCount(levels.length - SHOWN_LEVELS)} more levels.</p>`}
${chain.steps > 0 && renderChain(chain)}
<h3>Migrations</h3>
<ul class="migrations">${migrations.slice(0, SHOWN_MIGRATIONS).map((migration) => renderMigration(migration, preview))}</ul>
${state !== undefined && renderState(state)}
</section>`;
}

function renderChain({ steps, units }: Preview['longest_chain']): Markup {
  const rest = units.length - SHOWN_CHAIN;
  return html`<h3>Longest chain</h3>
<p class="note">${counted(steps, 'step')} that cannot run in parallel:</p>
<ol class="chain">${units.slice(0, SHOWN_CHAIN).map((unit) => html`<li>${unitLink(unit)}</li>`)}${rest > 0 && html`<li class="more">and ${formatCount(rest)} more</li>`}</ol>`;
}

interface Span {
  startsMs: number;
  endsMs: number;
}

function spansOfLevels({ units }: Preview): ReadonlyMap<number, Span> {
  const spans = new Map<number, Span>();
  for (const { level, simulated } of units) {
    if (simulated === undefined) continue;
    const span = spans.get(level) ?? { startsMs: simulated.starts_ms, endsMs: simulated.ends_ms };
    span.startsMs = Math.min(span.startsMs, simulated.starts_ms);
    span.endsMs = Math.max(span.endsMs, simulated.ends_ms);
    spans.set(level, span);
  }
  return spans;
}

function renderLevel({ level, units, migrations }: PreviewLevel, span: Span | undefined): Markup {
  const times = span === undefined ? '–' : `${formatTook(span.startsMs)} to ${formatTook(span.endsMs)}`;
  return html`<tr><th scope="row">${level + 1}</th><td class="number">${formatCount(units)}</td><td>${migrations.join(', ')}</td><td class="short">${times}</td></tr>`;
}

function renderMigration(migration: PreviewMigration, { plan }: Preview): Markup {
  const { name, uses, description, needs, labels, units, steps, line, on_failure: onFailure } = migration;
  const facts = [
    counted(units, 'unit'),
    counted(steps, 'step'),
    ...(needs.length === 0 ? [] : [`after ${needs.slice(0, 6).join(', ')}`]),
    ...(onFailure === 'stop' ? ['a failure stops the run'] : []),
    ...Object.entries(labels).map(([label, value]) => `${label}: ${value}`),
    ...(line === undefined ? [] : [`${plan.file}:${line}`]),
  ];
  return html`<li><b>${name}</b> <code>${uses}</code>${description !== '' && html`<span class="what">${description}</span>`}<span class="facts">${facts.join(' · ')}</span></li>`;
}

function renderState(state: PreviewState): Markup {
  const { runs, steps_done: done, steps_left: left, is_same_plan: isSamePlan, changed, orphaned } = state;
  const { running_orphans: running = [], implied = [] } = state;
  return html`<h3>Done before ${basisBadge('checked')}</h3>
<p>${counted(done, 'step')} done and ${formatCount(left)} left, after ${counted(runs, 'run')}. ${isSamePlan ? 'The plan is the one that was applied last.' : 'The plan or its inputs changed since it was last applied.'}</p>
${state.steps_new > 0 && !isSamePlan && html`<p class="note">${counted(state.steps_new, 'step')} new, ${formatCount(state.steps_kept)} as they were.</p>`}
${changed.length > 0 && html`<h4>Done or begun, and changed since: apply refuses without --keep-changed</h4>${unitLinks(changed, 20)}`}
${implied.length > 0 && html`<h4>New before done steps, and counted as done</h4>${unitLinks(implied, 20)}`}
${orphaned.length > 0 && html`<h4>Done or begun, and no longer in the plan</h4>${unitLinks(orphaned, 20)}`}
${running.length > 0 && html`<p class="hint">${describeRunningOrphans(running)}</p>`}`;
}

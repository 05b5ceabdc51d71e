import type { Preview } from '@waybill/core';
import type { PreviewLane, PreviewLaneGate } from '@waybill/core/internal';
import { counted, formatCount } from '../folds/counted.ts';
import { describeApprovals, formatRange } from '../preview/preview-facts.ts';
import { formatTook } from '../text/format-time.ts';
import { basisBadge } from './badges.ts';
import { renderCriticalPath } from './critical-path.ts';
import { drawRollout } from './draw-rollout.ts';
import { html, type Markup, prose } from './markup.ts';
import { etaText, isAssumed } from './page-facts.ts';
import { renderMedianRun } from './timeline-section.ts';

/** Migrations of a lane that are named; the table of units has all of them. */
const NAMED = 3;

/** When what runs, where operators are waited for, and when users notice something. */
export function renderRollout(preview: Preview, isPlanOfReport: boolean): Markup {
  const { schedule } = preview;
  return html`<section id="rollout" aria-labelledby="rollout-title">
<h2 id="rollout-title">Rollout over time ${schedule !== undefined && basisBadge(isAssumed(preview) ? 'assumed' : 'computed')}</h2>
${schedule === undefined ? html`<p class="note">No run was simulated, so it is not known when a unit would start. ${leastText(preview)}</p>` : renderSchedule(preview, schedule, isPlanOfReport)}
</section>`;
}

function leastText({ lower_bound: bound }: Preview): string {
  return bound.duration_ms === 0
    ? 'The declared rates cause no waiting.'
    : `The declared rates alone need ${formatTook(bound.duration_ms)}.`;
}

type Schedule = NonNullable<Preview['schedule']>;

function renderSchedule(preview: Preview, schedule: Schedule, isPlanOfReport: boolean): Markup {
  const { lanes = [] } = schedule;
  const sorted = lanes.toSorted((left, right) => left.starts_ms - right.starts_ms);
  const median = isPlanOfReport ? undefined : renderMedianRun(preview);
  const path = renderCriticalPath(schedule);
  return html`<p class="figure">${etaText(preview)}</p>
<p class="note">${describeTotal(schedule)}</p>
${lanes.length > 0 && html`${drawRollout(sorted, schedule, laneName)}${renderTable(sorted)}${renderInstructions(preview, lanes)}`}
${path !== undefined && html`<details class="fold"><summary>What it waits for from start to end: the critical path of a median run</summary>${path}</details>`}
${median !== undefined && html`<details class="fold"${lanes.length === 0 && OPEN}><summary>Each unit in a median run</summary>${median}</details>`}`;
}

const OPEN = html` open`;

function describeTotal(schedule: Schedule): string {
  const { samples, p50_ms: half, p90_ms: most, gates } = schedule;
  const runs = `Half of ${counted(samples, 'simulated run')} end within ${formatTook(half)} (P50), nine in ten within ${formatTook(most)} (P90).`;
  const approvals = describeApprovals(schedule);
  return [
    samples === 1 ? `One simulated run ends after ${formatTook(half)}.` : runs,
    ...(gates === 0 ? [] : [`The time that operators take to approve ${counted(gates, 'gate')} is not included.`]),
    ...(approvals === undefined ? [] : [`${approvals}.`]),
  ].join(' ');
}

export function laneName({ migrations, uses }: Pick<PreviewLane, 'migrations' | 'uses'>): string {
  const [name = ''] = migrations;
  if (migrations.length === 1) return name;
  return `${counted(migrations.length, 'migration')}${uses === undefined ? '' : ` with ${uses}`}`;
}

function renderTable(lanes: readonly PreviewLane[]): Markup {
  const hasGates = lanes.some(({ gates }) => gates !== undefined);
  const hasDowntime = lanes.some(({ downtime }) => downtime !== undefined);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Rollout as a table"><table class="plain times"><thead><tr><th scope="col">Migration</th><th scope="col" class="number">Units</th><th scope="col" class="number">Starts</th><th scope="col" class="number">Ends, P50</th><th scope="col" class="number">Ends, P90</th>${hasGates && html`<th scope="col">Waits for an operator</th>`}${hasDowntime && html`<th scope="col">Downtime per unit</th>`}</tr></thead>
<tbody>${lanes.map(
    (lane) =>
      html`<tr><th scope="row">${laneName(lane)}${lane.migrations.length > 1 && html` <small>${nameSome(lane.migrations)}</small>`}</th><td class="number">${formatCount(lane.units)}</td>${[lane.starts_ms, lane.ends_p50_ms, lane.ends_p90_ms].map((ms) => html`<td class="number">${formatTook(ms)}</td>`)}${hasGates && html`<td>${lane.gates === undefined ? '–' : lane.gates.map((gate) => html`<div>${describeGate(gate)}</div>`)}</td>`}${hasDowntime && html`<td>${describeDowntime(lane)}</td>`}</tr>`,
  )}</tbody></table></div>`;
}

function nameSome(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`;
}

/** `46 × cut-over, 27m to 5h 52m`. */
function describeGate({ title, units, reached_ms: reached }: PreviewLaneGate): string {
  return `${formatCount(units)} × ${title}, ${formatRange(reached[0] ?? 0, reached.at(-1) ?? 0)}`;
}

export function describeDowntime({ downtime }: PreviewLane): string {
  return downtime === undefined ? '–' : formatRange(downtime.p50_ms, downtime.p90_ms);
}

/** What an operator makes sure of at the gates, once for each text. */
function renderInstructions({ units }: Preview, lanes: readonly PreviewLane[]): Markup | false {
  const found = new Map<string, { readonly title: string; readonly migrations: Set<string> }>();
  const open = new Set(
    lanes.flatMap(({ migrations, gates = [] }) =>
      gates.flatMap(({ step }) => migrations.map((name) => `${name} ${step}`)),
    ),
  );
  for (const { migration, steps } of open.size === 0 ? [] : units) {
    for (const { name, title, instruction } of steps) {
      if (instruction === undefined || !open.delete(`${migration} ${name}`)) continue;
      const known = found.get(instruction) ?? { title, migrations: new Set() };
      known.migrations.add(migration);
      found.set(instruction, known);
    }
    if (open.size === 0) break;
  }
  if (found.size === 0) return false;
  return html`<h3>Before an operator approves</h3><dl class="instructions">${[...found].map(([instruction, { title, migrations }]) => html`<div><dt><b>${title}</b> <small>${nameSome([...migrations])}</small></dt><dd>${prose(instruction)}</dd></div>`)}</dl>`;
}

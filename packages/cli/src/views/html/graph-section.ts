import type { Preview, Report, UnitStatus } from '@waybill/core';
import { counted, formatCount } from '../folds/counted.ts';
import { basisBadge, toneOfState } from './badges.ts';
import { groupUnits, type UnitGroup } from './group-units.ts';
import { type LaidOutNode, layoutGraph } from './layout-graph.ts';
import { html, type Markup } from './markup.ts';
import { type StepShape, StepShapes } from './step-shapes.ts';
import { unitLinks } from './unit-links.ts';

const BOX = { width: 236, height: 76 };
const GAP = 56;
const SHOWN_UNITS = 12;
const SHOWN_SHAPES = 4;

/** The graph by level × provider × kind. Each box leads to its units and their steps. */
export function renderGraph(preview: Preview, report: Report | undefined): Markup {
  const { groups, edges } = groupUnits(preview);
  const actual = report && new Map(report.units.map(({ address, state }) => [address, state]));
  const states = actual ?? new Map(preview.units.map(({ address, state }) => [address, state]));
  const shapes = new StepShapes();
  const details = groups.map((group) => renderDetails(group, shapes));
  const drawing = layoutGraph(
    groups.map(({ id }) => ({ id, ...BOX })),
    edges,
    GAP,
  );
  const byId = new Map(groups.map((group) => [group.id, group]));
  const boxes = drawing.nodes.flatMap((node) => {
    const group = byId.get(node.id);
    return group === undefined ? [] : [renderBox(node, group, { counts: countStates(group, states), states: actual })];
  });
  return html`<section id="graph" aria-labelledby="graph-title">
<h2 id="graph-title">Graph ${basisBadge('computed')}</h2>
<p class="note">What waits for what, by level, provider and kind. Choose a box to see its units and their steps.</p>
<div class="scroll drawing" tabindex="0" role="region" aria-label="Graph of ${counted(groups.length, 'group')}">
<svg class="graph" width="${drawing.width}" height="${drawing.height}" viewBox="0 0 ${drawing.width} ${drawing.height}" role="group" aria-label="Groups of units">
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="arrow" d="M0,0L8,4L0,8Z"/></marker></defs>
<g aria-hidden="true">${drawing.edges.map((path) => html`<path class="edge" d="${path}" marker-end="url(#arrow)"/>`)}</g>${boxes}</svg></div>
${shapes.definitions()}
<div class="groups">${details}</div>
</section>`;
}

function countStates(group: UnitGroup, states: ReadonlyMap<string, UnitStatus>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { address } of group.units) {
    const tone = toneOfState(states.get(address) ?? 'pending');
    counts.set(tone, (counts.get(tone) ?? 0) + 1);
  }
  return counts;
}

const TONES = ['good', 'info', 'warn', 'bad', 'quiet'] as const;

interface BoxFacts {
  /** Units by tone. */
  readonly counts: ReadonlyMap<string, number>;
  /** Of reports, by address. */
  readonly states: ReadonlyMap<string, UnitStatus> | undefined;
}

function renderBox({ x, y }: LaidOutNode, group: UnitGroup, { counts, states }: BoxFacts): Markup {
  const { id, uses, units, migrations } = group;
  const words = troublesOf(group, states);
  const tone = words.endsWith('ed') ? 'bad' : 'warn';
  const trouble = html` <text class="trouble" data-tone="${tone}" x="${BOX.width - 12}" y="40" text-anchor="end">${words}</text>`;
  return html`<a href="#${id}" class="box"><g transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"><rect class="frame" width="${BOX.width}" height="${BOX.height}" rx="7"/><text class="name" x="12" y="22">${clipText(uses, 32)}</text> <text x="12" y="40"><tspan class="count">${counted(units.length, 'unit')}</tspan> · ${levelText(group)}</text> <text class="dim" x="12" y="56">${clipText(migrations.join(', '), 38)}</text>${words !== '' && trouble}${stateBar(units.length, counts)}</g></a>`;
}

/** How many units are in which state, as one line of colours; the table has the words. */
function stateBar(all: number, counts: ReadonlyMap<string, number>): readonly Markup[] {
  const width = BOX.width - 24;
  let from = 0;
  return TONES.map((tone) => {
    const share = ((counts.get(tone) ?? 0) / all) * width;
    const x = 12 + from;
    from += share;
    return html`${share > 0 && html`<rect class="part" data-tone="${tone}" x="${x.toFixed(1)}" y="64" width="${share.toFixed(1)}" height="4"/>`}`;
  });
}

function troublesOf({ units }: UnitGroup, states: ReadonlyMap<string, UnitStatus> | undefined): string {
  if (states !== undefined) {
    const failed = units.filter(({ address }) => states.get(address) === 'failed').length;
    return failed > 0 ? `${formatCount(failed)} failed` : '';
  }
  const count = (verdict: string): number =>
    units.filter(({ steps }) => steps.some(({ finding }) => finding?.verdict === verdict)).length;
  const [blocked, warned] = [count('blocking'), count('warning')];
  if (blocked > 0) return `${formatCount(blocked)} blocked`;
  return warned > 0 ? counted(warned, 'warning') : '';
}

function levelText({ levels: [first, last] }: UnitGroup): string {
  return first === last ? `level ${first + 1}` : `levels ${first + 1}–${last + 1}`;
}

function clipText(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function renderDetails(group: UnitGroup, shapes: StepShapes): Markup {
  const { id, uses, title, units, migrations } = group;
  const members = new Map<StepShape, number>();
  for (const unit of units) {
    const shape = shapes.of(unit);
    members.set(shape, (members.get(shape) ?? 0) + 1);
  }
  const shown = [...members].slice(0, SHOWN_SHAPES);
  return html`<section class="group" id="${id}" tabindex="-1" aria-label="${levelText(group)}, ${uses}">
<h3>${uses} <small>${levelText(group)}, ${counted(units.length, 'unit')}</small></h3>
<p class="note">${title}${title !== '' && ': '}${migrations.join(', ')}</p>
${shown.map(([shape, count]) => renderShape(shape, count, units.length))}
${members.size > SHOWN_SHAPES && html`<p class="note">and ${formatCount(members.size - SHOWN_SHAPES)} more variants of its steps.</p>`}
<h4>Units</h4>
${unitLinks(
  units.map(({ address }) => address),
  SHOWN_UNITS,
)}
<p class="actions"><button type="button" class="needs-script" data-level="${group.levels[0] === group.levels[1] ? group.levels[0] : ''}" data-uses="${uses}">Show them in the table</button> <a href="#graph">Close</a></p>
</section>`;
}

function renderShape({ id, width, height, steps }: StepShape, count: number, all: number): Markup {
  const about = steps.map(({ name, kind }) => `${name} (${kind})`).join(', ');
  return html`${count !== all && html`<h4>${counted(count, 'unit')} of them:</h4>`}
<div class="scroll" tabindex="0" role="region" aria-label="Steps"><svg class="shape" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Steps: ${about}"><use href="#${id}"/></svg></div>`;
}

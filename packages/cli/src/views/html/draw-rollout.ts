import type { PreviewLane, PreviewSchedule } from '@waybill/core/internal';
import { counted } from '../folds/counted.ts';
import { formatTook } from '../text/format-time.ts';
import { html, type Markup } from './markup.ts';
import { atLeastVisible, chooseTicks, gridLines, percent, renderAxis, verticalLine } from './time-axis.ts';

const HEIGHT = 34;
const BAR_TOP = 8;
const BAR_HEIGHT = 14;
/** Below the bar. */
const DOWNTIME_TOP = 25;
const DOWNTIME_HEIGHT = 5;

/**
 * A lane for each migration, on one axis: when half of the simulated runs have ended it, a tail to when nine of ten have,
 * and marks for gates and downtimes. The table beside it says the same in words, so that readers of screens pass over this.
 */
export function drawRollout(
  lanes: readonly PreviewLane[],
  schedule: PreviewSchedule,
  nameOf: (lane: PreviewLane) => string,
): Markup {
  const { p50_ms: halfMs, p90_ms: endsMs } = schedule;
  const frame = { endsMs, halfMs, ticks: chooseTicks(endsMs) };
  const units = lanes.reduce((sum, lane) => sum + lane.units, 0);
  const whole = { migrations: [], units, starts_ms: 0, ends_p50_ms: halfMs, ends_p90_ms: endsMs };
  return html`<div class="timeline rollout" aria-hidden="true">${renderAxis(frame.ticks, endsMs)}
<ul class="lanes"><li class="whole">${laneHead('Whole run', units)}${drawLane(whole, frame)}</li>${lanes.map((lane) => html`<li>${laneHead(nameOf(lane), lane.units)}${drawLane(lane, frame)}</li>`)}</ul></div>
${renderLegend(lanes)}`;
}

interface Frame {
  readonly endsMs: number;
  readonly halfMs: number;
  readonly ticks: readonly number[];
}

function laneHead(name: string, units: number): Markup {
  return html`<div class="lane-name"><b>${name}</b> <small>${counted(units, 'unit')}</small></div>`;
}

function drawLane(lane: PreviewLane, { endsMs, halfMs, ticks }: Frame): Markup {
  const { starts_ms: starts, ends_p50_ms: half, ends_p90_ms: most, gates = [], downtime } = lane;
  const gateMarks = gates.map(({ title, reached_ms: reached }) => drawGates(reached, endsMs, title));
  const downtimes = (downtime?.starts_ms ?? []).map((ms) => drawDowntime(ms, downtime?.p50_ms ?? 0, endsMs));
  return html`<svg class="lane" width="100%" height="${HEIGHT}" focusable="false">${gridLines(ticks, endsMs, HEIGHT)}${verticalLine('half', halfMs, { endsMs, height: HEIGHT })}
<rect class="tail" x="${percent(half, endsMs)}" y="${BAR_TOP + 3}" width="${percent(most - half, endsMs)}" height="${BAR_HEIGHT - 6}"><title>nine in ten runs: until ${formatTook(most)}</title></rect><rect class="likely" x="${percent(starts, endsMs)}" y="${BAR_TOP}" width="${percent(atLeastVisible(half - starts, endsMs), endsMs)}" height="${BAR_HEIGHT}" rx="2"><title>half of the runs: ${formatTook(starts)} to ${formatTook(half)}</title></rect>${gateMarks}${downtimes}</svg>`;
}

/** Where marks are closer than this part of the axis, only the first and the last have a diamond. */
const DENSE = 1 / 100;

/** Lines through the bar with a diamond on top: seen without their colour as well. */
function drawGates(reached: readonly number[], endsMs: number, title: string): readonly Markup[] {
  const [first = 0, last = 0] = [reached[0], reached.at(-1)];
  const isDense = reached.length > 2 && last - first < reached.length * endsMs * DENSE;
  return reached.map((ms, at) => {
    const isBetween = isDense && at > 0 && at < reached.length - 1;
    const shape = isBetween ? 'M0,4V8' : 'M0,7V24M0,0l4,4l-4,4l-4,-4z';
    return html`<svg class="gate" x="${percent(ms, endsMs)}" overflow="visible"><title>${title}: reached after ${formatTook(ms)}</title><path d="${shape}"/></svg>`;
  });
}

function drawDowntime(ms: number, lengthMs: number, endsMs: number): Markup {
  return html`<rect class="downtime" x="${percent(ms, endsMs)}" y="${DOWNTIME_TOP}" width="${percent(atLeastVisible(lengthMs, endsMs), endsMs)}" height="${DOWNTIME_HEIGHT}"><title>downtime from ${formatTook(ms)}, for ${formatTook(lengthMs)}</title></rect>`;
}

/** The shapes by name; only those that are drawn. */
function renderLegend(lanes: readonly PreviewLane[]): Markup {
  const hasGates = lanes.some(({ gates }) => gates !== undefined);
  const hasDowntime = lanes.some(({ downtime }) => downtime !== undefined);
  const entries: readonly (readonly [Markup, string])[] = [
    [html`<rect class="likely" y="3" width="24" height="10" rx="2"/>`, 'until half of the runs have finished it (P50)'],
    [html`<rect class="tail" y="5" width="24" height="6"/>`, 'until nine in ten have (P90)'],
    ...(hasGates
      ? ([
          [
            html`<g class="gate" transform="translate(12 0)"><path d="M0,7V16M0,0l4,4l-4,4l-4,-4z"/></g>`,
            'a gate: waits for an operator',
          ],
        ] as const)
      : []),
    ...(hasDowntime
      ? ([[html`<rect class="downtime" y="6" width="24" height="5"/>`, 'downtime, once its gate is approved']] as const)
      : []),
  ];
  return html`<ul class="key">${entries.map(([art, words]) => html`<li><svg width="24" height="16" aria-hidden="true" focusable="false">${art}</svg> ${words}</li>`)}</ul>`;
}

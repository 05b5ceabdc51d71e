import type { Preview, Report } from '@waybill/core';
import { counted } from '../folds/counted.ts';
import { formatTook } from '../text/format-time.ts';
import { basisBadge, toneOfState } from './badges.ts';
import { type Bar, buildTimeline, type Lane, type Span, type Timeline } from './build-timeline.ts';
import { html, type Markup } from './markup.ts';
import { chooseTicks, gridLines, percent, renderAxis, verticalLine } from './time-axis.ts';

/** A lane with more rows of bars is drawn as how many units are under way. */
const MOST_ROWS = 8;
/** As is one with more bars. */
const MOST_BARS = 120;
const ROW_HEIGHT = 8;
const AREA_HEIGHT = 44;
const AREA_STEPS = 200;

/** As planned and as it went. */
export function renderTimeline(report: Report): Markup {
  const timeline = buildTimeline(report.preview, report);
  return html`<section id="timeline" aria-labelledby="timeline-title">
<h2 id="timeline-title">Timeline: planned and actual ${basisBadge('computed')}</h2>
${timeline.lanes.length === 0 ? html`<p class="note">No run was simulated, and none is recorded.</p>` : renderLanes(timeline, BOTH)}
</section>`;
}

const BOTH =
  'Above: as simulated. Below: as it ran, counting only the time during which a run was in progress; pauses between runs are left out.';

/** Each unit of a median run; nothing when none was simulated. */
export function renderMedianRun(preview: Preview): Markup | undefined {
  const timeline = buildTimeline(preview, undefined);
  if (timeline.lanes.length === 0) return undefined;
  return renderLanes(timeline, 'One bar for each unit. Lanes with very many units show how many are in progress.');
}

function renderLanes(timeline: Timeline, about: string): Markup {
  const ticks = chooseTicks(timeline.endsMs);
  return html`<p class="note">${about}</p>
<div class="timeline">${renderAxis(ticks, timeline.endsMs)}
<ul class="lanes">${timeline.lanes.map((lane) => renderLane(lane, timeline, ticks))}</ul></div>`;
}

function renderLane(lane: Lane, timeline: Timeline, ticks: readonly number[]): Markup {
  const planned = drawBars(lane.planned, timeline.endsMs, 'planned');
  const actual = drawBars(lane.actual, timeline.endsMs, 'actual');
  const gap = planned.height > 0 && actual.height > 0 ? 4 : 0;
  const height = planned.height + gap + actual.height + 8;
  const { endsMs } = timeline;
  const grid = gridLines(ticks, endsMs, height);
  const starts = timeline.runStarts.map(({ atMs }) => verticalLine('run', atMs, { endsMs, height }));
  return html`<li><div class="lane-name"><b>${lane.name}</b> <small>${lane.provider}${lane.provider !== '' && ', '}${laneText(lane, timeline.isReport)}</small></div>
<svg class="lane" width="100%" height="${height}" aria-hidden="true" focusable="false">${grid}${starts}<svg y="4" width="100%" height="${planned.height}">${planned.art}</svg><svg y="${4 + planned.height + gap}" width="100%" height="${actual.height}">${actual.art}</svg></svg></li>`;
}

function laneText({ planned, actual, tasks }: Lane, isReport: boolean): string {
  if (isReport && actual.length === 0) return `${counted(planned.length, 'unit')}, not begun`;
  const bars = isReport ? actual : planned;
  const from = bars.reduce((least, bar) => Math.min(least, bar.startsMs), Number.POSITIVE_INFINITY);
  const to = bars.reduce((most, bar) => Math.max(most, bar.endsMs), 0);
  const most = tasks.length === 0 ? '' : `, at most ${counted(mostAtOnce(tasks), 'remote task')} at once`;
  return `${counted(bars.length, 'unit')}${most}, ${formatTook(from)} to ${formatTook(to)}`;
}

interface Art {
  readonly height: number;
  readonly art: Markup;
}

function drawBars(bars: readonly Bar[], endsMs: number, look: 'planned' | 'actual'): Art {
  if (bars.length === 0) return { height: 0, art: html`` };
  const rows = bars.length > MOST_BARS ? undefined : packRows(bars);
  if (rows === undefined) return drawArea(bars, endsMs, look);
  const drawn = rows.flatMap((row, at) =>
    row.map((bar) => {
      const tone = look === 'planned' ? 'plan' : toneOfState(bar.state);
      return html`<rect class="${look}" data-tone="${tone}" x="${percent(bar.startsMs, endsMs)}" y="${at * ROW_HEIGHT + 1}" width="${percent(Math.max(bar.endsMs - bar.startsMs, endsMs / 500), endsMs)}" height="${ROW_HEIGHT - 2}" rx="1.5"><title>${bar.address}: ${formatTook(bar.startsMs)} to ${formatTook(bar.endsMs)}${look === 'actual' && `, ${bar.state}`}</title></rect>`;
    }),
  );
  return { height: rows.length * ROW_HEIGHT, art: html`${drawn}` };
}

/** Each bar in the first row that is free; undefined when that takes too many rows. */
function packRows(bars: readonly Bar[]): readonly (readonly Bar[])[] | undefined {
  const rows: Bar[][] = [];
  for (const bar of bars.toSorted((left, right) => left.startsMs - right.startsMs)) {
    const free = rows.find((row) => (row.at(-1)?.endsMs ?? 0) <= bar.startsMs);
    if (free !== undefined) free.push(bar);
    else if (rows.length === MOST_ROWS) return undefined;
    else rows.push([bar]);
  }
  return rows;
}

/** How many units are under way on average, in each of many short times, as a filled line. */
function drawArea(bars: readonly Bar[], endsMs: number, look: string): Art {
  const counts = averageActive(bars, endsMs / AREA_STEPS);
  const most = Math.max(1, ...counts);
  const points = counts.map((count, at) => `H${at}V${(AREA_HEIGHT - (count / most) * (AREA_HEIGHT - 2)).toFixed(1)}`);
  const path = `M0,${AREA_HEIGHT}${points.join('')}H${AREA_STEPS}V${AREA_HEIGHT}Z`;
  const art = html`<svg width="100%" height="${AREA_HEIGHT}" viewBox="0 0 ${AREA_STEPS} ${AREA_HEIGHT}" preserveAspectRatio="none"><path class="area ${look}" d="${path}"/></svg>`;
  return { height: AREA_HEIGHT, art };
}

function averageActive(bars: readonly Bar[], stepMs: number): readonly number[] {
  const whole = Array.from({ length: AREA_STEPS + 1 }, () => 0);
  const parts = Array.from({ length: AREA_STEPS + 1 }, () => 0);
  const add = (counts: number[], at: number, by: number): void => {
    counts[at] = (counts[at] ?? 0) + by;
  };
  for (const { startsMs, endsMs } of bars) {
    const [from, to] = [startsMs / stepMs, Math.min(AREA_STEPS, endsMs / stepMs)];
    const [first, last] = [Math.floor(from), Math.min(AREA_STEPS - 1, Math.floor(to))];
    // Whole from the first step on and not from the last one on; what that counts too much or too little is a part.
    add(whole, first, 1);
    add(whole, last, -1);
    add(parts, first, first - from);
    add(parts, last, to - last);
  }
  let active = 0;
  return whole.slice(0, AREA_STEPS).map((by, at) => {
    active += by;
    return Math.max(0, active + (parts[at] ?? 0));
  });
}

/** The most of them at one time. */
function mostAtOnce(bars: readonly Span[]): number {
  const changes = bars.flatMap(({ startsMs, endsMs }): readonly (readonly [number, number])[] => [
    [startsMs, 1],
    [endsMs, -1],
  ]);
  let [active, most] = [0, 0];
  for (const [, by] of changes.toSorted(([left, one], [right, other]) => left - right || one - other)) {
    active += by;
    most = Math.max(most, active);
  }
  return most;
}

import { formatTook } from '../text/format-time.ts';
import { html, type Markup } from './markup.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances that readers count in. */
const DISTANCES: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28].map((days) => days * DAY),
];
const MOST_TICKS = 8;
/** Of the axis. */
const LEAST_VISIBLE = 1 / 300;
/** Of the axis: a label behind it would leave the drawing. */
const LAST_LABEL = 0.96;

/** From 0 to the last one before the end, all equally far apart. */
export function chooseTicks(endsMs: number): readonly number[] {
  const every = DISTANCES.find((ms) => endsMs / ms <= MOST_TICKS) ?? Math.ceil(endsMs / MOST_TICKS / DAY) * DAY;
  return Array.from({ length: Math.floor(endsMs / every) + 1 }, (_, at) => at * every);
}

/** A row of labels above lanes; on narrow windows the style leaves every second one out. */
export function renderAxis(ticks: readonly number[], endsMs: number): Markup {
  return html`<div class="axis" aria-hidden="true"><svg width="100%" height="16">${ticks.map((ms) => tickLabel(ms, endsMs))}</svg></div>`;
}

/** A line at each tick through one lane. */
export function gridLines(ticks: readonly number[], endsMs: number, height: number): readonly Markup[] {
  return ticks.map((ms) => verticalLine('grid', ms, { endsMs, height }));
}

export function verticalLine(
  look: string,
  ms: number,
  { endsMs, height }: { readonly endsMs: number; readonly height: number },
): Markup {
  const x = percent(ms, endsMs);
  return html`<line class="${look}" x1="${x}" x2="${x}" y1="0" y2="${height}"/>`;
}

/** So that something short is seen at all. */
export function atLeastVisible(lengthMs: number, endsMs: number): number {
  return Math.max(lengthMs, endsMs * LEAST_VISIBLE);
}

export function percent(ms: number, endsMs: number): string {
  return endsMs === 0 ? '0%' : `${((ms / endsMs) * 100).toFixed(2)}%`;
}

function tickLabel(ms: number, endsMs: number): Markup {
  const anchor = ms === 0 ? 'start' : ms / endsMs > LAST_LABEL ? 'end' : 'middle';
  return html`<text x="${percent(ms, endsMs)}" y="11" text-anchor="${anchor}">${ms === 0 ? '0' : formatTook(ms)}</text>`;
}

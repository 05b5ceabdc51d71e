import type { JsonRehearsal } from '../documents/json-objects.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { formatSpan } from './format-time.ts';
import { listUnits, paragraph, renderFailures } from './render-outcome.ts';
import { describeCounts } from './render-summary.ts';
import type { Style } from './style.ts';
import { displayWidth, padEnd, padStart, visibleText } from './visible-text.ts';

/** Differences that are listed before "and more"; JSON lists them all. */
const SHOWN_DIFFERENCES = 10;

/** What a rehearsal showed, for people. */
export function renderRehearsal(report: JsonRehearsal, style: Style): string {
  const { plan, virtual_duration_ms: durationMs, units, breakdown, is_good: isGood } = report;
  const headline = isGood ? style.paint('green', 'succeeded') : style.paint('red', 'failed');
  return [
    `${style.paint('bold', plan)} rehearsed against simulated vendors: ${headline}`,
    ...paragraph(describeCounts(units), '  ', style),
    `  ${formatSpan(durationMs)} of virtual time with the sandbox's durations; real remote work takes longer`,
    ...renderGates(report, style),
    ...renderCalls(report, style),
    ...renderFailures('Failed', report.failures, style),
    ...renderBreakdown(breakdown, style),
    ...renderCrash(report, style),
  ].join('\n');
}

function renderGates({ gates }: JsonRehearsal, style: Style): readonly string[] {
  if (gates.length === 0) return [];
  return paragraph(
    `${counted(gates.length, 'gate')} approved on the way: ${listUnits(gates, style)}`,
    `  ${style.symbols.gate} `,
    style,
  );
}

function renderCalls({ calls }: JsonRehearsal, style: Style): readonly string[] {
  const width = Math.max(0, ...calls.map(({ operation }) => displayWidth(operation)));
  const digits = Math.max(0, ...calls.map((call) => formatCount(call.calls).length));
  const lines = calls.map(
    ({ operation, calls: count, effects }) =>
      `  ${padEnd(operation, width)}  ${padStart(formatCount(count), digits)}${effects === 0 ? '' : `  ${counted(effects, 'effect')}`}`,
  );
  return ['', style.paint('bold', 'API calls'), ...lines];
}

function renderBreakdown(breakdown: string | undefined, style: Style): readonly string[] {
  if (breakdown === undefined) return [];
  const [first = ''] = breakdown.split('\n', 1);
  return [
    '',
    style.paint('bold', 'Did not finish'),
    ...paragraph(visibleText(first), `  ${style.symbols.failed} `, style),
  ];
}

function renderCrash({ crash }: JsonRehearsal, style: Style): readonly string[] {
  if (crash === undefined) return [];
  const { points, tried, differences } = crash;
  const extent = tried === points ? `all ${formatCount(points)}` : `${formatCount(tried)} of ${formatCount(points)}`;
  const head = `  tried ${extent} points at which a process can die or a call can be lost`;
  const verdict =
    differences.length === 0
      ? [`  ${style.symbols.done} each one ended like the undisturbed run; nothing was created twice`]
      : [`  ${style.symbols.failed} ${counted(differences.length, 'point')} ended differently`];
  const shown = differences
    .slice(0, SHOWN_DIFFERENCES)
    .flatMap(({ point, told }) => [
      ...paragraph(visibleText(point), `  ${style.symbols.failed} `, style),
      ...told.flatMap((text) => paragraph(visibleText(text.split('\n', 1)[0] ?? ''), '      ', style)),
    ]);
  const hidden = differences.length - SHOWN_DIFFERENCES;
  return [
    '',
    style.paint('bold', 'Crashes and lost answers'),
    head,
    ...verdict,
    ...shown,
    ...(hidden > 0 ? [`  ${style.symbols.ellipsis} and ${formatCount(hidden)} more (--json lists them)`] : []),
  ];
}

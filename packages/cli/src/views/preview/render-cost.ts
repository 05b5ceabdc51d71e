import type { Preview } from '@waybill/core';
import type { PreviewCriticalStep, PreviewOperation, PreviewSchedule } from '@waybill/core/internal';
import { counted, formatCount } from '../folds/counted.ts';
import { CALLS_OF_JOBS, describeJobs } from '../folds/describe-jobs.ts';
import { formatSpan, formatTook } from '../text/format-time.ts';
import { paragraph } from '../text/render-outcome.ts';
import type { Style } from '../text/style.ts';
import { table } from '../text/table.ts';
import { visibleText } from '../text/visible-text.ts';
import { describeApprovals, describeBottleneck, formatRange, type PreviewFacts, shortenPath } from './preview-facts.ts';

/** Steps of the critical path that are shown, the longest ones. */
const SHOWN_CRITICAL = 6;
const LINES_OF_CRITICAL = 5;
/** Kinds of waits that are shown with what their duration rests on. */
const SHOWN_DURATIONS = 4;

/** How long: the simulated range with what it rests on, the critical path, and the limit that costs most. */
export function renderDuration(preview: Preview, facts: PreviewFacts, style: Style): readonly string[] {
  const { schedule, lower_bound: bound } = preview;
  const title = ['', style.paint('bold', 'How long')];
  if (schedule === undefined) {
    return bound.duration_ms === 0
      ? [...title, '  no waiting because of the rates; how long remote work takes was not estimated']
      : [
          ...title,
          ...paragraph(`at least ${formatSpan(bound.duration_ms)} by the declared rates (computed)`, '  ', style),
        ];
  }
  const approvals = describeApprovals(schedule);
  return [
    ...title,
    ...paragraph(describeEstimate(schedule, style), '  ', style),
    ...renderDurations(schedule, style),
    ...renderCriticalPath(schedule, style),
    ...(approvals === undefined ? [] : paragraph(approvals, '  ', style)),
    ...(facts.bottleneck === undefined ? [] : paragraph(describeBottleneck(facts.bottleneck), '  ', style)),
  ];
}

function describeEstimate({ p50_ms: p50, p90_ms: p90, samples, gates }: PreviewSchedule, { symbols }: Style): string {
  const approvals = gates === 0 ? '' : `, without the time that approvals take at ${counted(gates, 'gate')}`;
  return `${formatRange(p50, p90)} (P50${symbols.to}P90 of ${counted(samples, 'simulated run')}${approvals})`;
}

/** What the estimate is based on, the longest first. */
function renderDurations({ durations }: PreviewSchedule, style: Style): readonly string[] {
  const longest = durations.toSorted((left, right) => right.p90_ms - left.p90_ms);
  const hidden = longest.length - SHOWN_DURATIONS;
  const more =
    hidden > 0
      ? [
          `    ${style.symbols.ellipsis} and ${hidden === 1 ? 'a shorter one' : `${formatCount(hidden)} shorter ones`} (--json lists them)`,
        ]
      : [];
  const lines = longest
    .slice(0, SHOWN_DURATIONS)
    .flatMap(({ provider, title, p50_ms: p50, p90_ms: p90, basis, source }) =>
      paragraph(
        `${basis}: ${provider}, ${visibleText(title)}, ${formatRange(p50, p90)} (${visibleText(source)})`,
        '    ',
        style,
      ),
    );
  return [...lines, ...more].map((line) => style.paint('dim', line));
}

/** As many of the longest steps as fit into a few lines. */
function renderCriticalPath({ critical_path: path }: PreviewSchedule, style: Style): readonly string[] {
  const counts = Array.from({ length: Math.min(path.length, SHOWN_CRITICAL) }, (_, at) => at + 1);
  const drawn = counts.map((count) => paragraph(describePath(path, count, style), '  ', style));
  return drawn.findLast((lines) => lines.length <= LINES_OF_CRITICAL) ?? drawn[0] ?? [];
}

function describePath(path: PreviewSchedule['critical_path'], count: number, { symbols }: Style): string {
  const { shown, hidden } = shortenPath(path, count);
  const steps = shown.map((step) => `${visibleText(step.step)} ${describeSpan(step)}`).join(` ${symbols.arrow} `);
  const more = hidden === 0 ? '' : ` ${symbols.ellipsis} ${formatCount(hidden)} more (--json lists them)`;
  return `critical path (estimate): ${steps}${more}`;
}

function describeSpan({
  ready_ms: ready,
  starts_ms: starts,
  ends_ms: ends,
  held_by: heldBy,
}: PreviewCriticalStep): string {
  const held = heldBy === null ? '' : ` after ${formatSpan(starts - ready)} for ${visibleText(heldBy)}`;
  return `${formatTook(ends - starts)}${held}`;
}

/** What it costs: API calls beside their limits. */
export function renderCost(preview: Preview, style: Style): readonly string[] {
  return [
    '',
    style.paint('bold', 'What it costs'),
    ...(preview.schedule === undefined ? renderCalls(preview, style) : renderBudget(preview, preview.schedule, style)),
    ...renderJobs(preview, style),
  ];
}

function renderJobs(preview: Preview, style: Style): readonly string[] {
  const jobs = describeJobs(preview);
  if (jobs.length === 0) return [];
  return [...jobs.flatMap((job) => paragraph(job, '  ', style)), ...paragraph(CALLS_OF_JOBS, '  ', style)];
}

function renderCalls({ operations, totals }: Preview, style: Style): readonly string[] {
  const rows = operations.map((operation) => [
    `${operation.provider}.${operation.operation}`,
    callCount(operation),
    describeEffect(operation),
  ]);
  return [
    ...table(rows, style.columns),
    ...(totals.waits === 0 ? [] : ['  and polls while remote tasks run, many tasks in one call']),
  ];
}

/** Checks of many units that ask the very same share one answer. */
function callCount({ has_effect, left, steps }: PreviewOperation): string {
  const count = has_effect || left === 0 ? formatCount(left) : `at most ${formatCount(left)}`;
  return left === steps ? count : `${count} of ${formatCount(steps)}`;
}

function describeEffect({ has_effect, recovery }: PreviewOperation): string {
  return has_effect ? `effect, lost answers: ${recovery ?? ''}` : 'read';
}

function renderBudget({ operations, providers }: Preview, { calls }: PreviewSchedule, style: Style): readonly string[] {
  const known = new Map(operations.map((operation) => [`${operation.provider}.${operation.operation}`, operation]));
  const rates = new Map(providers.map(({ alias, limits }) => [alias, limits.requests]));
  const rows = calls.map(({ provider, operation, calls: count, peak }) => {
    const name = `${provider}.${operation}`;
    const described = known.get(name);
    return [
      name,
      counted(count, 'call'),
      `peak ${formatCount(peak)} of ${rates.get(provider) ?? ''}`,
      described === undefined ? 'polls' : described.has_effect ? 'effect' : 'read',
    ];
  });
  return table(rows, style.columns);
}

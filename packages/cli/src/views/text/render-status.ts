import { describeMoved, shortMessage } from '@waybill/core/internal';
import type { JsonStatus } from '../documents/json-objects.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { renderLive } from '../terminal/render-live.ts';
import { formatTime } from './format-time.ts';
import { renderApproved, renderUnreadable } from './render-approved.ts';
import { renderDecisions, renderSkipped } from './render-decisions.ts';
import { editTitle, renderEdit } from './render-edit.ts';
import { renderHeldPlaces } from './render-held-places.ts';
import { renderHeldTimes } from './render-held-times.ts';
import { renderHolds } from './render-holds.ts';
import { renderOmitted } from './render-omitted.ts';
import { paragraph, renderFailures, renderGates, renderNextSteps, renderUnknown } from './render-outcome.ts';
import { describeCounts, describeSteps, renderSuspended } from './render-summary.ts';
import { renderVerified } from './render-verified.ts';
import { renderWarnings } from './render-warnings.ts';
import type { Style } from './style.ts';
import { displayWidth, padEnd, visibleText } from './visible-text.ts';

const SHOWN_OPEN = 10;

/** The status of a plan, for people. */
export function renderStatus(status: JsonStatus, style: Style): string {
  const width = Math.max(0, ...status.migrations.map(({ name }) => displayWidth(name)));
  return [
    `${style.paint('bold', status.plan)}  ${describeSteps(status)}`,
    ...renderRun(status, style),
    ...renderHolds(status.holds ?? [], style),
    ...(status.holds === undefined ? [] : ['']),
    ...paragraph(`state: ${status.state}`, '  ', style),
    ...renderEdited(status, style),
    ...renderMoved(status, style),
    '',
    ...status.migrations.map(({ name, units }) => `  ${padEnd(name, width)}  ${describeCounts(units)}`),
    ...withGap(renderLive(status.live, style)),
    ...renderSuspended(status.running === 'yes' ? [] : (status.last_run?.suspended ?? []), style),
    ...renderOpen(status, style),
    ...renderHeldPlaces(status, style),
    ...renderFailures('Failed', status.failures, style),
    ...renderDifferences(status, style),
    ...renderUnknown(status.unknown, style),
    ...renderSkipped(status.skipped, style),
    ...renderDecisions(status.decisions, style),
    ...renderVerified(status.verified ?? [], style),
    ...renderOmitted(status.omitted, style),
    ...renderWarnings(status.warnings, style),
    ...renderHeldTimes(status.was_held, style),
    ...renderGates(status.gates, style),
    ...renderApproved(status, style),
    ...renderUnreadable(status, style),
    ...renderNextSteps(status.next_steps, style),
  ].join('\n');
}

/** Only where the file of them has fewer than were found: otherwise the failures say all. */
function renderDifferences({ differences }: JsonStatus, style: Style): readonly string[] {
  if (differences === undefined || differences.found <= differences.named) return [];
  const { found, named } = differences;
  return paragraph(`${counted(found, 'difference')}, of which ${formatCount(named)} are named`, '  ', style);
}

function renderEdited({ edit }: JsonStatus, style: Style): readonly string[] {
  if (edit === undefined) return [];
  return ['', style.paint('bold', editTitle(edit)), ...renderEdit(edit, style)];
}

function renderMoved({ moved }: JsonStatus, style: Style): readonly string[] {
  if (moved === undefined) return [];
  const text = `${describeMoved(moved)}. Remote tasks that were begun there are not found elsewhere.`;
  return [
    '',
    style.paint('bold', 'Steps were done or begun elsewhere'),
    ...paragraph(visibleText(text), `  ${style.symbols.warning} `, style),
  ];
}

function renderRun(
  { last_run: last, running, owner, last_record_at: lastRecordAt }: JsonStatus,
  style: Style,
): readonly string[] {
  if (last === undefined) return ['  never started'];
  const who =
    owner === undefined
      ? ''
      : ` by ${owner.user} on ${owner.host} (process ${owner.pid})${owner.url === undefined ? '' : ` ${owner.url}`}`;
  const started = `${last.run} started ${formatTime(Date.parse(last.started_at))}${visibleText(who)}`;
  const recorded = lastRecordAt === undefined ? '' : `; last record ${formatTime(Date.parse(lastRecordAt))}`;
  return [...paragraph(started, '  ', style), ...paragraph(`${liveness(running, last)}${recorded}`, '  ', style)];
}

function liveness(
  running: JsonStatus['running'],
  { outcome, stop_reason: reason }: NonNullable<JsonStatus['last_run']>,
): string {
  if (outcome !== undefined) return `it ended: ${outcome}${reason === undefined ? '' : ` (${visibleText(reason)})`}`;
  if (running === 'yes') return 'it is running';
  if (running === 'no') return 'it was cut off before it could record why; no process holds the state';
  return 'it has not ended; it cannot be determined from this host whether it is alive';
}

function withGap(section: readonly string[]): readonly string[] {
  return section.length === 0 ? [] : ['', ...section];
}

/** Waits that the run itself says more about are not listed again. */
function renderOpen({ under_way: all, running, live }: JsonStatus, style: Style): readonly string[] {
  const open = live === undefined ? all : all.filter(({ status }) => status !== 'waiting');
  if (open.length === 0) return [];
  const lines = open.slice(0, SHOWN_OPEN).flatMap(({ step, status, since, reason, slices }) => {
    const part = slices === undefined ? '' : `, ${slices.done} of ${slices.total} slices done`;
    const words = since === undefined ? status : `${status} since ${formatTime(Date.parse(since))}`;
    const symbol = status === 'unknown' ? style.symbols.unknown : style.symbols.waiting;
    return [
      ...paragraph(`${visibleText(step)}  ${words}${part}`, `  ${symbol} `, style),
      ...(reason === undefined ? [] : paragraph(shortMessage(visibleText(reason)), '    ', style)),
    ];
  });
  const hidden = open.length - SHOWN_OPEN;
  const title = running === 'no' ? 'Open; the next run continues with' : 'In progress';
  return [
    '',
    style.paint('bold', title),
    ...lines,
    ...(hidden > 0 ? [`  ${style.symbols.ellipsis} and ${formatCount(hidden)} more`] : []),
  ];
}

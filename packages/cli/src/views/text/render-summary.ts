import { EXIT } from '../../exit-codes.ts';
import type { JsonSummary } from '../documents/json-objects.ts';
import { describeCompared } from '../folds/compared-units.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { butFor } from '../folds/describe-omitted.ts';
import { describeRunningOrphans } from '../folds/describe-running-orphans.ts';
import { unitCountParts } from '../folds/unit-counts.ts';
import { formatSpan } from './format-time.ts';
import { renderDecisions, renderSkipped } from './render-decisions.ts';
import { renderHeldBack } from './render-held-back.ts';
import { renderHeldPlaces } from './render-held-places.ts';
import { renderHeldTimes } from './render-held-times.ts';
import { renderHolds } from './render-holds.ts';
import { renderOmitted } from './render-omitted.ts';
import { paragraph, renderFailures, renderGates, renderNextSteps, renderUnknown } from './render-outcome.ts';
import { renderWarnings } from './render-warnings.ts';
import type { Paint, Style } from './style.ts';
import { visibleText } from './visible-text.ts';

const HEADLINES: Readonly<Record<JsonSummary['outcome'], { readonly look: Paint; readonly text: string }>> = {
  succeeded: { look: 'green', text: 'done' },
  gated: { look: 'yellow', text: 'waiting for an approval' },
  stopped: { look: 'yellow', text: 'stopped' },
  failed: { look: 'red', text: 'finished with failures' },
};

/** Nothing else went wrong. */
const DIFFERENT = { look: 'red', text: 'finished, and verifications found differences' } as const;

const WAITS_FOR_WINDOW = { look: 'yellow', text: 'waiting for a window' } as const;

function headlineOf({ exit_code: exitCode, outcome, gates }: JsonSummary): {
  readonly look: Paint;
  readonly text: string;
} {
  if (exitCode === EXIT.different) return DIFFERENT;
  return outcome === 'gated' && gates.length === 0 ? WAITS_FOR_WINDOW : HEADLINES[outcome];
}

/** The end of a run, for people. */
export function renderSummary(summary: JsonSummary, style: Style): string {
  const { look, text } = headlineOf(summary);
  const lines = [
    `${style.paint('bold', summary.plan)} ${summary.run}: ${style.paint(look, text)} after ${formatSpan(summary.duration_ms)}${describeRest(summary)}`,
    ...paragraph(describeCounts(summary.units), '  ', style),
    ...paragraph(describeSteps(summary), '  ', style),
    ...(summary.compared ?? []).flatMap((group) => paragraph(`compared: ${describeCompared(group)}`, '  ', style)),
    ...(summary.verification === undefined
      ? []
      : paragraph(`compared: ${describeVerification(summary.verification, summary.omitted)}`, '  ', style)),
    ...(summary.stop_reason === undefined
      ? []
      : paragraph(visibleText(`stopped: ${summary.stop_reason}`), '  ', style)),
    ...renderHeldBack(summary.held_back, style),
    ...renderHolds(summary.holds ?? [], style),
    ...renderHeldTimes(summary.was_held, style),
    ...renderHeldPlaces(summary, style),
    ...renderRunningOrphans(summary, style),
    ...renderFailures('Failed', summary.failures, style),
    ...renderUnknown(summary.unknown, style),
    ...renderSkipped(summary.skipped, style),
    ...renderOmitted(summary.omitted, style),
    ...renderWarnings(summary.warnings, style),
    ...renderDecisions(summary.decisions, style),
    ...renderSuspended(summary.suspended, style),
    ...renderGates(summary.gates, style),
    ...renderNextSteps(summary.next_steps, style),
  ];
  return `${lines.join('\n')}\n`;
}

/** Those whose places others wait for are named with these places. */
function renderRunningOrphans(
  { running_orphans: running = [], held_by_orphans: held = [] }: JsonSummary,
  style: Style,
): readonly string[] {
  const others = running.filter(({ unit }) => !held.includes(unit));
  if (others.length === 0) return [];
  return paragraph(describeRunningOrphans(others), `  ${style.symbols.warning} `, style).map((line) =>
    style.paint('yellow', line),
  );
}

/** What a run that was stopped leaves to the vendors. */
function describeRest({ outcome, remote_tasks: tasks }: JsonSummary): string {
  if (outcome !== 'stopped' || tasks === 0) return '';
  return `; ${counted(tasks, 'remote task')} ${tasks === 1 ? 'keeps' : 'keep'} running`;
}

/** `300 units: 298 succeeded, 2 failed`. */
export function describeCounts(units: Readonly<Record<string, number>>): string {
  const parts = unitCountParts(units).map(({ text }) => text);
  const total = counted(units['total'] ?? 0, 'unit');
  return parts.length === 0 ? total : `${total}: ${parts.join(', ')}`;
}

/** `298 equal, 2 different`. */
function describeVerification(
  { units }: NonNullable<JsonSummary['verification']>,
  omitted: JsonSummary['omitted'] = [],
): string {
  const counts = (['equal', 'different', 'unstable'] as const).filter((result) => units[result] > 0);
  const missing = butFor(omitted.reduce((sum, { count, written }) => sum + (written === true ? 0 : count), 0));
  return counts
    .map((result) => `${formatCount(units[result])} ${result}${result === 'equal' ? missing : ''}`)
    .join(', ');
}

/** Providers to which nothing more was sent, with the reason: refused credentials, or a connection that cannot be used. */
export function renderSuspended(suspended: JsonSummary['suspended'], style: Style): readonly string[] {
  if (suspended.length === 0) return [];
  const lines = suspended.flatMap(({ provider, code, message, hint }) => [
    ...paragraph(`${provider}: ${visibleText(code)}: ${visibleText(message)}`, `  ${style.symbols.failed} `, style),
    ...(hint === undefined ? [] : paragraph(`hint: ${visibleText(hint)}`, '    ', style)),
  ]);
  return ['', style.paint('bold', 'Suspended: nothing more was sent to'), ...lines];
}

/** `1,205 of 1,210 steps done, 2 remote tasks running`. */
export function describeSteps({ steps, remote_tasks: tasks }: Pick<JsonSummary, 'steps' | 'remote_tasks'>): string {
  const running = tasks === 0 ? '' : `, ${counted(tasks, 'remote task')} running`;
  return `${formatCount(steps.done)} of ${counted(steps.total, 'step')} done${running}`;
}

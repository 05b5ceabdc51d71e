import type { Report } from '@waybill/core';
import type { ReportRun } from '@waybill/core/internal';
import type { NextStep } from '../documents/json-objects.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { heldTimesIn } from '../folds/describe-held-times.ts';
import { omittedIn } from '../folds/describe-omitted.ts';
import { warningsIn } from '../folds/describe-warnings.ts';
import { formatRange, shortDigest } from '../preview/preview-facts.ts';
import { formatSpan, formatTime } from '../text/format-time.ts';
import { renderHeldTimes } from '../text/render-held-times.ts';
import { renderOmitted } from '../text/render-omitted.ts';
import {
  listUnits,
  paragraph,
  REST_IN_JSON,
  renderFailures,
  renderNextSteps,
  renderUnknown,
} from '../text/render-outcome.ts';
import { describeCounts } from '../text/render-summary.ts';
import { renderWarnings } from '../text/render-warnings.ts';
import type { Style } from '../text/style.ts';
import { table } from '../text/table.ts';
import { visibleText } from '../text/visible-text.ts';
import { describeApproval } from './describe-approval.ts';
import { COMPARED_THEN, groupVerified, type VerifiedGroup } from './group-verified.ts';
import { collectReportFacts, describeOutcome, type ReportFacts } from './report-facts.ts';

/** Runs, approvals and decisions that are listed, the latest ones. */
const SHOWN = 10;

/** What became of a plan, for people. */
export function renderReport(report: Report, nextSteps: readonly NextStep[], style: Style): string {
  const facts = collectReportFacts(report);
  return [
    ...renderHead(report, facts, style),
    ...renderFailures('Failed', facts.failures, style),
    ...renderUnknown(facts.unknown, style),
    ...renderCompared(groupVerified(report), style),
    ...renderOmitted(omittedIn(report), style),
    ...renderWarnings(warningsIn(report), style),
    ...renderHeldTimes(heldTimesIn(report), style),
    ...renderRuns(report.runs, style),
    ...renderPeople(report, style),
    ...renderEvidence(report, style),
    ...renderNextSteps(nextSteps, style),
  ].join('\n');
}

function renderHead(report: Report, facts: ReportFacts, style: Style): readonly string[] {
  const { preview, totals } = report;
  const planned = preview.schedule;
  const total = { ...totals.units, total: report.units.length };
  return [
    `${style.paint('bold', preview.plan.name)} ${facts.verdict}`,
    style.paint(
      'dim',
      `preview ${shortDigest(preview.digest)}${report.is_rebuilt ? ', of the plan as it is now' : ''}`,
    ),
    '',
    `  ${describeCounts(total)}`,
    `  ${formatCount(totals.steps_done)} of ${counted(totals.steps, 'step')} done in ${counted(report.runs.length, 'run')}, ${formatSpan(totals.running_ms)} in total`,
    ...(planned === undefined ? [] : [`  simulated before: ${formatRange(planned.p50_ms, planned.p90_ms)}`]),
    ...(facts.repeated + facts.settled === 0
      ? []
      : [`  ${counted(facts.repeated, 'repeated attempt')}, ${counted(facts.settled, 'lost answer')} settled`]),
  ];
}

function renderCompared(groups: readonly VerifiedGroup[], style: Style): readonly string[] {
  if (groups.length === 0) return [];
  return [
    '',
    style.paint('bold', 'Compared'),
    ...groups.flatMap(({ result, text, units }) => [
      ...paragraph(text, `  ${result === 'equal' ? style.symbols.done : style.symbols.failed} `, style),
      ...paragraph(listUnits(units, style, REST_IN_JSON), '    ', style).map((line) => style.paint('dim', line)),
    ]),
    ...paragraph(COMPARED_THEN, '  ', style).map((line) => style.paint('dim', line)),
  ];
}

function renderRuns(runs: readonly ReportRun[], style: Style): readonly string[] {
  const rows = runs
    .slice(-SHOWN)
    .map((run) => [
      run.run,
      formatTime(Date.parse(run.started_at)),
      formatSpan(Date.parse(run.ended_at) - Date.parse(run.started_at)),
      describeOutcome(run),
      `${run.owner.user} on ${run.owner.host}`,
    ]);
  return ['', style.paint('bold', 'Runs'), ...table(rows, style.columns)];
}

/** Approvals and decisions: who, when, why. */
function renderPeople({ approvals, decisions }: Report, style: Style): readonly string[] {
  const lines = [
    ...approvals.map((approval) => ({ at: approval.at, text: describeApproval(approval) })),
    ...decisions.map(({ at, decision, address, by, reason }) => ({
      at,
      text: `${by}: ${decision} ${address}: ${reason}`,
    })),
  ].toSorted((left, right) => left.at.localeCompare(right.at));
  if (lines.length === 0) return [];
  return [
    '',
    style.paint('bold', 'Operator decisions'),
    ...lines
      .slice(-SHOWN)
      .flatMap(({ at, text }) => paragraph(`${formatTime(Date.parse(at))} ${visibleText(text)}`, '  ', style)),
  ];
}

function renderEvidence({ evidence }: Report, style: Style): readonly string[] {
  return [
    '',
    style.paint('bold', 'Evidence'),
    ...paragraph(`${counted(evidence.records, 'journal record')}, SHA-256 ${evidence.sha256}`, '  ', style),
    `  ${style.paint('cyan', evidence.how)}`,
  ];
}

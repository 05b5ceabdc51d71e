import type { Report } from '@waybill/core';
import type { FailureGroup, NextStep } from '../documents/json-objects.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { heldTimesIn } from '../folds/describe-held-times.ts';
import { describeOmitted, omittedIn } from '../folds/describe-omitted.ts';
import { warningsIn } from '../folds/describe-warnings.ts';
import { markdownCode as code, markdownTable, markdownText as text } from '../preview/markdown-text.ts';
import { formatSpan, formatTime } from '../text/format-time.ts';
import { describeHeldTime, HELD_TITLE } from '../text/render-held-times.ts';
import { titleOfOmitted } from '../text/render-omitted.ts';
import { describeCounts } from '../text/render-summary.ts';
import { describeWarning } from '../text/render-warnings.ts';
import { whyApproved } from './describe-approval.ts';
import { COMPARED_THEN, groupVerified } from './group-verified.ts';
import { collectReportFacts, describeOutcome } from './report-facts.ts';

const NAMED_UNITS = 5;
const SHOWN_CAUSES = 20;

/** What became of a plan, for the summary of a CI job. Short by its nature: units are named by cause only. */
export function renderReportMarkdown(report: Report, nextSteps: readonly NextStep[]): string {
  const { preview, totals, runs, evidence, approvals, decisions } = report;
  const facts = collectReportFacts(report);
  const symbol =
    report.outcome === 'succeeded' ? ':white_check_mark:' : report.outcome === 'failed' ? ':x:' : ':pause_button:';
  const lines = [
    `### ${symbol} ${text(preview.plan.name)} ${facts.verdict}`,
    '',
    `${text(describeCounts({ ...totals.units, total: report.units.length }))}. ${formatCount(totals.steps_done)} of ${counted(totals.steps, 'step')} done in ${counted(runs.length, 'run')}, ${formatSpan(totals.running_ms)} in total; ${counted(facts.repeated, 'repeated attempt')}, ${counted(facts.settled, 'lost answer')} settled.`,
    '',
    ...[...facts.failures, ...facts.unknown].slice(0, SHOWN_CAUSES).map(renderCause),
    '',
    ...renderCompared(report),
    '',
    ...(omittedIn(report) ?? []).map(
      ({ unit, ...omission }) =>
        `- :warning: ${titleOfOmitted(omission)}: ${code(unit)}: ${text(describeOmitted(omission))}`,
    ),
    ...renderWarnings(report),
    ...heldTimesIn(report).map((held) => `- ${HELD_TITLE}: ${text(describeHeldTime(held))}`),
    '',
    ...markdownTable(
      ['run', 'started', 'took', 'outcome', 'by'],
      runs.map((run) => [
        code(run.run),
        formatTime(Date.parse(run.started_at)),
        formatSpan(Date.parse(run.ended_at) - Date.parse(run.started_at)),
        text(describeOutcome(run)),
        text(`${run.owner.user} on ${run.owner.host}`),
      ]),
    ),
    '',
    ...approvals.map(
      (approval) =>
        `- ${formatTime(Date.parse(approval.at))} ${text(approval.by)} approved ${code(approval.step)}${text(whyApproved(approval))}`,
    ),
    ...decisions.map(
      ({ at, decision, address, by, reason }) =>
        `- ${formatTime(Date.parse(at))} ${text(by)}: ${decision} ${code(address)}: ${text(reason)}`,
    ),
    '',
    `Evidence: ${counted(evidence.records, 'journal record')}, SHA-256 \`${evidence.sha256}\` (${code(evidence.how)}).`,
    ...(nextSteps[0] === undefined ? [] : ['', `Next: ${code(nextSteps[0].command)} (${text(nextSteps[0].why)})`]),
  ];
  return `${lines.join('\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

function renderCompared(report: Report): readonly string[] {
  const groups = groupVerified(report);
  if (groups.length === 0) return [];
  const lines = groups.map(
    ({ result, text: what, units }) =>
      `- ${result === 'equal' ? ':white_check_mark:' : ':x:'} Compared: ${text(what)}: ${nameUnits(units)}`,
  );
  return [...lines, '', `_${text(COMPARED_THEN)}_`];
}

function renderWarnings(report: Report): readonly string[] {
  const groups = warningsIn(report);
  const lines = groups
    .slice(0, SHOWN_CAUSES)
    .map((group) => `- :warning: ${text(describeWarning(group))}${hintOf(group)} ${nameUnits(group.units)}`);
  const hidden = groups.length - SHOWN_CAUSES;
  return hidden > 0 ? [...lines, `- and ${formatCount(hidden)} more warnings`] : lines;
}

function hintOf({ hint }: { readonly hint?: string }): string {
  return hint === undefined ? '' : ` _${text(hint)}_`;
}

function nameUnits(units: readonly string[]): string {
  const named = units.slice(0, NAMED_UNITS).map(code).join(', ');
  return units.length > NAMED_UNITS ? `${named} and ${formatCount(units.length - NAMED_UNITS)} more` : named;
}

function renderCause({ code: cause, message, units, ...group }: FailureGroup): string {
  return `- **${text(cause)}**: ${text(message)}${hintOf(group)} ${nameUnits(units)}`;
}

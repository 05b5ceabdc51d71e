import { defined, type Report, type ReportUnit } from '@waybill/core';
import type { ReportRun } from '@waybill/core/internal';
import type { FailureGroup } from '../documents/json-objects.ts';
import { groupFailures, type UnitFailure } from '../folds/group-failures.ts';

/** What every view of a report says first. */
export interface ReportFacts {
  readonly verdict: string;
  readonly failures: readonly FailureGroup[];
  readonly unknown: readonly FailureGroup[];
  /** Calls that were made again, and outcomes that were not known for a while. */
  readonly repeated: number;
  readonly settled: number;
}

const VERDICTS: Readonly<Record<NonNullable<Report['outcome']>, string>> = {
  succeeded: 'everything is done',
  gated: 'waits for an approval',
  stopped: 'stopped; can be resumed',
  failed: 'ended with units that need an operator',
};

export function collectReportFacts(report: Report): ReportFacts {
  const attempts = report.units.flatMap(({ steps }) => steps.flatMap((step) => step.attempts));
  return {
    verdict: report.outcome === null ? 'has not ended: it is running, or was cut off' : VERDICTS[report.outcome],
    failures: groupFailures(report.units.flatMap((unit) => failureOf(unit, 'failed'))),
    unknown: groupFailures(report.units.flatMap((unit) => failureOf(unit, 'unknown'))),
    repeated: attempts.filter(({ attempt }) => attempt > 1).length,
    settled: attempts.filter(({ settled }) => settled !== undefined).length,
  };
}

/** How a run ended, with what ended it early. */
export function describeOutcome({ outcome, stop_reason: reason }: ReportRun): string {
  return `${outcome ?? 'not ended'}${reason === undefined ? '' : ` (${reason})`}`;
}

/** The last attempt of the step that decided the unit's state. */
function failureOf(unit: ReportUnit, state: 'failed' | 'unknown'): readonly UnitFailure[] {
  if (unit.state !== state) return [];
  const attempt = unit.steps.find((step) => step.state === state)?.attempts.at(-1);
  const { code = 'RUN_OUTCOME_UNKNOWN', message = 'The run ended before the outcome was recorded.' } = attempt ?? {};
  return [{ unit: unit.address, code, message, ...defined({ hint: attempt?.hint }) }];
}

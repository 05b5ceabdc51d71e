import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { StateHeader } from '../journal/checkpoint-store.ts';
import type { JournalRecord } from '../journal/record.ts';
import type { Preview } from '../preview/preview.ts';
import type { ProgressCounts } from '../progress/unit-counts.ts';
import { computeStandingSliced } from '../standing/standing.ts';
import { MOST_KEPT_UNITS } from '../value/late-members.ts';
import { atOnce, mapSliced, type Sliced } from '../value/sliced.ts';
import { REPORT_FORMAT, type Report, type ReportRun, type ReportTotals } from './report.ts';
import { ReportJournal } from './report-journal.ts';
import type { StepHistories } from './step-history.ts';
import { UnitReporter } from './unit-reporter.ts';

/** Some milliseconds. */
const UNITS_PER_SLICE = 200;

export interface ReportParts {
  /** What was shown before the plan was applied, or a preview of the plan as it is. */
  readonly preview: Preview;
  /** The preview was made for this report. */
  readonly isRebuilt: boolean;
  /** Of the plan as it was last applied. */
  readonly graph: Graph;
  /** The command that gives the hash of the journal, ready to be copied. */
  readonly how: string;
}

export interface BuildReportOptions extends ReportParts {
  readonly header: Pick<StateHeader, 'plan' | 'stateId'>;
  /** The whole journal, oldest first. */
  readonly records: Iterable<JournalRecord>;
}

/** What became of a plan. Pure: the same preview, graph and journal give the same report. */
export function buildReport({ header, records, ...parts }: BuildReportOptions): Report {
  const journal = new ReportJournal(header, parts.graph.renames);
  for (const record of records) journal.add(record);
  return atOnce(buildReportSliced(journal, parts));
}

/** What `buildReport` gives, of a journal that was read before. */
export function* buildReportSliced(journal: ReportJournal, parts: ReportParts): Sliced<Report> {
  const { preview, graph, isRebuilt, how } = parts;
  const { checkpoint, histories, runs, approvals, decisions, edits } = journal;
  const standing = yield* computeStandingSliced(graph, checkpoint);
  yield;
  const reporter = new UnitReporter({ preview, checkpoint, standing, histories });
  const late = graph.units.length > MOST_KEPT_UNITS ? reporter.late() : undefined;
  const attempts = { all: 0, unknown: 0 };
  const verified = { equal: 0, different: 0, unstable: 0 };
  const units = yield* mapSliced(graph.units, UNITS_PER_SLICE, (unit) => {
    countAttempts(unit, histories, attempts);
    const head = reporter.head(unit);
    if (head.verified !== undefined) verified[head.verified.result] += 1;
    return late?.of(head, unit) ?? reporter.report(unit);
  });
  return {
    format_version: REPORT_FORMAT,
    kind: 'report',
    preview,
    is_rebuilt: isRebuilt,
    outcome: runs.at(-1)?.outcome ?? null,
    totals: { ...countTotals(standing.counts, attempts, runs), ...(hasCount(verified) ? { verified } : {}) },
    runs,
    units,
    approvals,
    decisions,
    edits,
    evidence: journal.evidence(how),
  };
}

function hasCount(counts: Readonly<Record<string, number>>): boolean {
  return Object.values(counts).some((count) => count > 0);
}

interface AttemptCounts {
  all: number;
  unknown: number;
}

function countAttempts({ address, shape }: PlannedUnit, histories: StepHistories, counts: AttemptCounts): void {
  for (const { name } of shape.steps) {
    const { attempts = [] } = histories.get(`${address}.${name}`) ?? {};
    counts.all += attempts.length;
    counts.unknown += attempts.filter(({ outcome }) => outcome === 'unknown').length;
  }
}

function countTotals(counts: ProgressCounts, attempts: AttemptCounts, runs: readonly ReportRun[]): ReportTotals {
  const runningMs = runs.reduce((sum, run) => sum + Date.parse(run.ended_at) - Date.parse(run.started_at), 0);
  const { total: _total, ...byStatus } = counts.units;
  return {
    units: Object.fromEntries(Object.entries(byStatus).filter(([, count]) => count > 0)),
    steps_done: counts.steps.done,
    steps: counts.steps.total,
    remote_tasks: counts.remoteTasks,
    attempts: attempts.all,
    unknown_outcomes: attempts.unknown,
    running_ms: runningMs,
  };
}

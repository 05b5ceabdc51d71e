import type { Graph, PlannedUnit, Step } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { StateHeader } from '../journal/checkpoint-store.ts';
import type { JournalRecord } from '../journal/record.ts';
import type { Preview, PreviewUnit } from '../preview/preview.ts';
import type { ProgressCounts } from '../progress/unit-states.ts';
import { computeStandingSliced, type Standing } from '../standing/standing.ts';
import { MOST_UNITS_WITH_STEPS, withLateSteps } from '../value/late-steps.ts';
import { atOnce, mapSliced, type Sliced } from '../value/sliced.ts';
import { isoTime } from './iso-time.ts';
import {
  REPORT_FORMAT,
  type Report,
  type ReportRun,
  type ReportStep,
  type ReportTotals,
  type ReportUnit,
} from './report.ts';
import { ReportJournal } from './report-journal.ts';
import type { StepHistories } from './step-history.ts';

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
  const planned = new Map(preview.units.map((unit) => [unit.address, unit]));
  const sources = { checkpoint, standing, histories, isLate: graph.units.length > MOST_UNITS_WITH_STEPS };
  const attempts = { all: 0, unknown: 0 };
  const units = yield* mapSliced(graph.units, UNITS_PER_SLICE, (unit) => {
    countAttempts(unit, histories, attempts);
    return reportUnit(unit, planned.get(unit.address), sources);
  });
  return {
    format_version: REPORT_FORMAT,
    kind: 'report',
    preview,
    is_rebuilt: isRebuilt,
    outcome: runs.at(-1)?.outcome ?? null,
    totals: countTotals(standing.counts, attempts, runs),
    runs,
    units,
    approvals,
    decisions,
    edits,
    evidence: journal.evidence(how),
  };
}

interface UnitSources {
  readonly checkpoint: Checkpoint;
  readonly standing: Standing;
  readonly histories: StepHistories;
  readonly isLate: boolean;
}

function reportUnit(unit: PlannedUnit, planned: PreviewUnit | undefined, sources: UnitSources): ReportUnit {
  const { standing, histories, isLate } = sources;
  const state = standing.unit(unit.address);
  const span = spanOf(unit, histories);
  const hasEnded = state === 'succeeded' || state === 'failed' || state === 'skipped';
  const head = {
    address: unit.address,
    migration: unit.unit.migration.name,
    state,
    ...(planned?.simulated === undefined ? {} : { planned: planned.simulated }),
    ...(span === undefined
      ? {}
      : { actual: { starts_at: isoTime(span.startsAt), ends_at: hasEnded ? isoTime(span.endsAt) : null } }),
    ...describeTask(unit, sources, hasEnded),
  };
  const makeSteps = (): readonly ReportStep[] => unit.steps.map((step) => reportStep(step, sources));
  return isLate ? withLateSteps(head, makeSteps, {}) : { ...head, steps: makeSteps() };
}

/** From the intent that opened it to the end of the step that closes it, or of the unit. */
function describeTask(unit: PlannedUnit, { histories }: UnitSources, hasEnded: boolean): Pick<ReportUnit, 'task'> {
  const { activity } = unit.shape;
  if (activity === undefined) return {};
  const opened = histories.get(`${unit.address}.${activity.opens}`);
  if (opened === undefined) return {};
  const closed = histories.get(`${unit.address}.${activity.closes}`);
  const isClosed = closed?.attempts.some(({ outcome }) => outcome === 'succeeded') === true;
  const endsAt = isClosed ? closed.lastAt : hasEnded ? spanOf(unit, histories)?.endsAt : undefined;
  return { task: { starts_at: isoTime(opened.firstAt), ends_at: endsAt === undefined ? null : isoTime(endsAt) } };
}

function spanOf(
  unit: PlannedUnit,
  histories: StepHistories,
): { readonly startsAt: number; readonly endsAt: number } | undefined {
  let [startsAt, endsAt] = [Number.POSITIVE_INFINITY, 0];
  for (const { name } of unit.shape.steps) {
    const history = histories.get(`${unit.address}.${name}`);
    if (history === undefined) continue;
    startsAt = Math.min(startsAt, history.firstAt);
    endsAt = Math.max(endsAt, history.lastAt);
  }
  return endsAt === 0 ? undefined : { startsAt, endsAt };
}

function reportStep(step: Step, { checkpoint, standing, histories }: UnitSources): ReportStep {
  const { address, name, kind, title } = step;
  const history = histories.get(address);
  const { outputs = {}, job } = checkpoint.steps.get(address) ?? {};
  return {
    address,
    name,
    kind,
    title,
    state: standing.step(address),
    ...('operation' in step ? { operation: step.operation } : {}),
    attempts: history?.attempts ?? [],
    ...(job === undefined ? {} : { slices: { done: job.doneCount, total: job.sliceCount } }),
    ...(Object.keys(outputs).length === 0 ? {} : { outputs }),
    ...(history?.approved === undefined ? {} : { approved: history.approved }),
  };
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

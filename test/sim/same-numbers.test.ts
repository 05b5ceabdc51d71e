import {
  buildPreview,
  buildReport,
  computeStanding,
  EMPTY_CHECKPOINT,
  foldRecords,
  type JournalRecord,
  type RunEvent,
  type RunGauges,
} from '@waybill/core';
import { UNIT_STATUSES, UnitStates } from '@waybill/core/internal';
import { expect, it } from 'vitest';
import { buildStatus } from '../../packages/cli/src/views/folds/build-status.ts';
import { buildSummary } from '../../packages/cli/src/views/folds/build-summary.ts';
import { PlainLines } from '../../packages/cli/src/views/text/plain-lines.ts';
import { type Style, UNICODE_SYMBOLS } from '../../packages/cli/src/views/text/style.ts';
import { buildLive } from '../../packages/node/src/live/build-live.ts';
import { RunProgress } from '../../packages/node/src/live/run-progress.ts';
import { buildScenario } from './scenario.ts';
import { type CompiledPlan, compileScenario, registry, simulate } from './simulate.ts';

/** What a view says at one record. */
interface Numbers {
  readonly record: number;
  readonly stepsDone: number;
  readonly remoteTasks: number;
  /** By status, without zeros and without the total. */
  readonly units: Readonly<Record<string, number>>;
}

interface Moment {
  readonly live: Numbers;
  /** The progress line of a log. */
  readonly line: Omit<Numbers, 'record'>;
  readonly gauges: RunGauges;
}

const SEEDS = 30;
/** Views are compared at about so many moments of each run, others for every seed. */
const MOMENTS = 12;
const STYLE: Style = { color: false, symbols: UNICODE_SYMBOLS, columns: 80, paint: (_look, text) => text };
const CONTEXT = { file: 'plan.yaml', flags: {} };

it(`live view, log, status, summary, events and report agree at the same record, over deaths and resumes (${SEEDS} seeds)`, async () => {
  let compared = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    // What was seen before the journal lost its end cannot be compared with what is left of it.
    const scenario = { ...buildScenario(seed), damage: undefined };
    const compiled = compileScenario(scenario);
    const moments: Moment[] = [];
    const views = new Map<string, RunProgress>();
    const started: RunEvent[] = [];
    const { records, results } = await simulate(scenario, (event, gauges) => {
      if (event.kind === 'run.started') started.push(event);
      const progress =
        views.get(runOf(started)) ?? new RunProgress(undefined, UnitStates.of(compiled.graph, EMPTY_CHECKPOINT).counts);
      views.set(runOf(started), progress);
      progress.add(event);
      if (gauges === undefined) return;
      progress.onGauges(() => gauges);
      moments.push({ live: liveNumbers(progress), line: lineNumbers(progress, compiled), gauges });
    });
    const every = Math.max(1, Math.floor(moments.length / MOMENTS));
    for (const { live, line, gauges } of moments.filter((_, index) => (index + seed) % every === 0)) {
      const seen = records.slice(0, live.record);
      const status = statusNumbers(compiled, seen);
      const { record: _record, ...counted } = status;
      expect({ seed, live, line, report: reportNumbers(compiled, seen) }).toEqual({
        seed,
        live: status,
        line: counted,
        report: status,
      });
      expectWithinLimits(compiled, live, gauges);
      compared += 1;
    }
    for (const event of started) expectStartAgrees(compiled, event, records);
    const [last, end] = [results.at(-1), records.at(-1)];
    if (last !== undefined && end?.kind === 'run.ended') {
      const summary = summaryNumbers(compiled, last);
      expect({ seed, summary, ended: end.unitCounts }).toEqual({
        seed,
        summary: statusNumbers(compiled, records),
        ended: summary.units,
      });
    }
    expectNoStepBack(seed, compiled, records);
  }
  expect(compared).toBeGreaterThan(SEEDS * (MOMENTS / 2));
});

function runOf(started: readonly RunEvent[]): string {
  const last = started.at(-1);
  return last?.kind === 'run.started' ? last.run : '';
}

function liveNumbers(progress: RunProgress): Numbers {
  const live = buildLive(progress, { now: progress.lastAt, host: 'host', pid: 1 });
  return {
    record: live.record,
    stepsDone: live.steps.done,
    remoteTasks: live.remote_task_count,
    units: withoutTotal(live.units),
  };
}

/** Read off the text, as an operator would. */
function lineNumbers(progress: RunProgress, { graph }: CompiledPlan): Omit<Numbers, 'record'> {
  const lines = new PlainLines({ progress, style: STYLE, context: CONTEXT });
  const text = lines.add({ kind: 'run.ended', at: progress.lastAt, run: progress.run, outcome: 'stopped' }).join('\n');
  const numberOf = (pattern: RegExp): number => Number(pattern.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
  const units = UNIT_STATUSES.filter((status) => status !== 'pending' && status !== 'succeeded').map(
    (status) => [status, numberOf(new RegExp(`([\\d,]+) ${status}`))] as const,
  );
  const told = [['succeeded', numberOf(/([\d,]+) of [\d,]+ units?/)] as const, ...units].filter(
    ([, count]) => count > 0,
  );
  const pending = graph.units.length - told.reduce((sum, [, count]) => sum + count, 0);
  return {
    stepsDone: numberOf(/([\d,]+) of [\d,]+ steps?/),
    remoteTasks: numberOf(/([\d,]+) remote tasks?/),
    units: Object.fromEntries(pending > 0 ? [...told, ['pending', pending]] : told),
  };
}

function statusNumbers({ plan, graph }: CompiledPlan, records: readonly JournalRecord[]): Numbers {
  const checkpoint = foldRecords(records);
  const status = buildStatus({
    plan,
    graph,
    checkpoint,
    standing: computeStanding(graph, checkpoint, true),
    state: 'state.db',
    running: 'yes',
    decisions: [],
    edit: undefined,
    context: CONTEXT,
  });
  const perMigration = status.migrations.reduce((sum, { units }) => sum + (units['total'] ?? 0), 0);
  expect(perMigration).toBe(status.units['total']);
  return {
    record: status.record,
    stepsDone: status.steps.done,
    remoteTasks: status.remote_tasks,
    units: withoutTotal(status.units),
  };
}

function reportNumbers({ plan, graph }: CompiledPlan, records: readonly JournalRecord[]): Numbers {
  const { totals, evidence, units } = buildReport({
    preview: buildPreview({ plan, graph, registry }),
    isRebuilt: true,
    graph,
    header: { plan: plan.name, stateId: 'state' },
    records,
    how: '',
  });
  for (const [status, count] of Object.entries(totals.units))
    expect([status, units.filter(({ state }) => state === status).length]).toEqual([status, count]);
  return {
    record: evidence.records,
    stepsDone: totals.steps_done,
    remoteTasks: totals.remote_tasks,
    units: totals.units,
  };
}

function summaryNumbers({ plan, graph }: CompiledPlan, result: Parameters<typeof buildSummary>[0]['result']): Numbers {
  const summary = buildSummary({
    plan: plan.name,
    graph,
    result,
    decisions: [],
    givenUp: new Set(),
    acceptedUnits: [],
    leftBehind: new Map(),
    runningOrphans: [],
    durationMs: 1,
    nowMs: 0,
    context: CONTEXT,
  });
  for (const status of UNIT_STATUSES)
    expect(result.units.filter((unit) => unit.status === status)).toHaveLength(summary.units[status] ?? 0);
  return {
    record: summary.record,
    stepsDone: summary.steps.done,
    remoteTasks: summary.remote_tasks,
    units: withoutTotal(summary.units),
  };
}

function withoutTotal({ total: _total, ...units }: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return units;
}

function expectWithinLimits({ plan }: CompiledPlan, { remoteTasks, units }: Numbers, { accounts }: RunGauges): void {
  const declared = [...plan.providers.values()].map(({ limits }) => limits.active ?? Number.POSITIVE_INFINITY);
  expect(remoteTasks).toBeLessThanOrEqual(declared.reduce((sum, limit) => sum + limit, 0));
  expect(units['active'] ?? 0).toBeLessThanOrEqual(remoteTasks);
  // A place is taken before the call that opens the task is written down.
  expect(accounts.reduce((sum, { tasks }) => sum + tasks, 0)).toBeGreaterThanOrEqual(remoteTasks);
}

/** What a run says is done when it starts is what `status` said just before. */
function expectStartAgrees({ graph }: CompiledPlan, event: RunEvent, records: readonly JournalRecord[]): void {
  if (event.kind !== 'run.started') return;
  const at = records.findIndex((record) => record.kind === 'run.started' && record.run === event.run);
  const before = UnitStates.of(graph, foldRecords(records.slice(0, at))).counts;
  expect([event.run, event.finishedStepCount]).toEqual([event.run, before.steps.done]);
}

/** Steps and units that are done stay done, over deaths and resumes: only a step that fails can take one back. */
function expectNoStepBack(seed: number, { graph }: CompiledPlan, records: readonly JournalRecord[]): void {
  let before = { done: 0, succeeded: 0 };
  for (let length = 1; length <= records.length; length += 1) {
    const record = records[length - 1];
    const { steps, units } = UnitStates.of(graph, foldRecords(records.slice(0, length))).counts;
    const now = { done: steps.done, succeeded: units.succeeded };
    const mayFall = record?.kind === 'step.failed' ? 1 : 0;
    expect([seed, length, now.done >= before.done - mayFall, now.succeeded >= before.succeeded]).toEqual([
      seed,
      length,
      true,
      true,
    ]);
    before = now;
  }
}

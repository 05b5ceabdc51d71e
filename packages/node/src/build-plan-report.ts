import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CheckpointStore, defined, type Graph, type Preview, type Report } from '@waybill/core';
import {
  buildPreviewSliced,
  buildReportSliced,
  estimateScheduleSliced,
  inSlices,
  ReportJournal,
  type Sliced,
} from '@waybill/core/internal';
import type { CompiledPlan } from './check-plan.ts';

/**
 * Simulating a plan of more steps takes longer than a reader of its report wants to wait, and as long as much of the run
 * itself. What a large plan was expected to take is in the preview that was saved of it.
 */
export const MOST_SIMULATED_STEPS = 2_000;

/** Plans of more steps are saved and reported without their requests and fingerprints: those take memory for each step. */
export const MOST_DETAILED_STEPS = 150_000;

export interface PlanReportOptions {
  readonly store: CheckpointStore;
  /** What was shown before the plan was applied; the whole plan as it is now unless given. */
  readonly preview: Preview | undefined;
  /** How the reader of the report gets the hash of the journal. */
  readonly how: string;
  /** By the wall clock: the plan is simulated from its first run on, or from now where it has not run. */
  readonly nowMs: number;
}

/**
 * What became of a plan, beside what was to be done: the preview that was saved, or the whole plan as it is now, as if
 * nothing of it had been done. It is made in slices, so that the process can do other things meanwhile. Of a plan that has
 * more than `MOST_SIMULATED_STEPS` the latter is not simulated.
 */
export async function buildPlanReport(
  compiled: CompiledPlan,
  { store, preview, how, nowMs }: PlanReportOptions,
): Promise<Report> {
  const journal = await readJournal(store, compiled.graph);
  const planned = preview ?? (await inSlices(previewFromStart(compiled, beginOf(journal) ?? nowMs), nextTurn));
  const report = buildReportSliced(journal, {
    preview: planned,
    isRebuilt: preview === undefined,
    graph: compiled.graph,
    how,
  });
  return await inSlices(report, nextTurn);
}

async function readJournal(store: CheckpointStore, { renames }: Graph): Promise<ReportJournal> {
  const journal = new ReportJournal(store.header, renames);
  for await (const batch of store.read()) {
    for (const record of batch) journal.add(record);
    await nextTurn();
  }
  return journal;
}

function beginOf({ runs: [first] }: ReportJournal): number | undefined {
  return first === undefined ? undefined : Date.parse(first.started_at);
}

function* previewFromStart(compiled: CompiledPlan, startsAtMs: number): Sliced<Preview> {
  const { stepCount } = compiled.graph;
  const isLarge = stepCount > MOST_SIMULATED_STEPS;
  const estimate = isLarge ? undefined : yield* estimateScheduleSliced({ ...compiled, startsAtMs });
  const detail = stepCount > MOST_DETAILED_STEPS ? 'outline' : 'full';
  return yield* buildPreviewSliced({ ...compiled, detail, ...defined({ estimate }) });
}

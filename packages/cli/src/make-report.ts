import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  buildPreviewSliced,
  buildReportSliced,
  type CheckpointStore,
  defined,
  estimateScheduleSliced,
  inSlices,
  type Preview,
  type Report,
  readRecords,
  type Sliced,
} from '@waybill/core';
import { MOST_DETAILED_STEPS } from './most-detailed-steps.ts';
import type { NamedPlan } from './read-plan.ts';
import { type CommandContext, commandLine } from './views/folds/command-line.ts';

/**
 * Simulating a plan of more steps takes longer than a reader of its report wants to wait, and as long as much of the run
 * itself. What a large plan was expected to take is in the preview that was saved of it.
 */
export const MOST_SIMULATED_STEPS = 2_000;

export interface MakeReportOptions {
  readonly opened: NamedPlan;
  readonly store: CheckpointStore;
  readonly context: CommandContext;
}

/**
 * What became of a plan, beside what was to be done: the saved preview that was named, or the whole plan as it is now,
 * as if nothing of it had been done. It is made in slices, so that the process can do other things meanwhile. Of a plan that has more than `MOST_SIMULATED_STEPS` the latter is not simulated.
 */
export async function makeReport({ opened, store, context }: MakeReportOptions): Promise<Report> {
  const saved = opened.saved?.preview;
  const preview = saved ?? (await inSlices(previewFromStart(opened), nextTurn));
  const report = buildReportSliced({
    preview,
    isRebuilt: saved === undefined,
    graph: opened.graph,
    header: store.header,
    records: await readRecords(store),
    how: `${commandLine('state export', context)} | sha256sum`,
  });
  return await inSlices(report, nextTurn);
}

function* previewFromStart(opened: NamedPlan): Sliced<Preview> {
  const { stepCount } = opened.graph;
  const estimate = stepCount > MOST_SIMULATED_STEPS ? undefined : yield* estimateScheduleSliced(opened);
  const detail = stepCount > MOST_DETAILED_STEPS ? 'outline' : 'full';
  return yield* buildPreviewSliced({ ...opened, detail, ...defined({ estimate }) });
}

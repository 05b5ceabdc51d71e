import {
  buildPreview,
  buildReport,
  type CheckpointStore,
  estimateSchedule,
  type Preview,
  type Report,
  readRecords,
} from '@waybill/core';
import type { OpenedPlan } from './open-plan.ts';
import { type CommandContext, commandLine } from './views/folds/command-line.ts';

export interface MakeReportOptions {
  readonly opened: OpenedPlan;
  readonly store: CheckpointStore;
  readonly context: CommandContext;
}

/**
 * What became of a plan, beside what was to be done: the saved preview that was named, or the whole plan as it is now,
 * as if nothing of it had been done.
 */
export async function makeReport({ opened, store, context }: MakeReportOptions): Promise<Report> {
  const saved = opened.saved?.preview;
  return buildReport({
    preview: saved ?? previewFromStart(opened),
    isRebuilt: saved === undefined,
    graph: opened.graph,
    header: store.header,
    records: await readRecords(store),
    how: `${commandLine('state export', context)} | sha256sum`,
  });
}

function previewFromStart(opened: OpenedPlan): Preview {
  const estimate = estimateSchedule(opened);
  return buildPreview({ ...opened, detail: 'full', ...(estimate === undefined ? {} : { estimate }) });
}

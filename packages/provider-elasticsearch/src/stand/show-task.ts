import type { JsonObject } from '@waybill/stand-kit';
import type { CopyCounts, CopyTask } from './copy-task.ts';

export const REINDEX_ACTION = 'indices:data/write/reindex';

/** A task as GetTask shows it, without `completed`: with its response or its error once it has ended. */
export function showTask(task: CopyTask, atMs: number): JsonObject {
  const { end } = task;
  const shown = { task: showTaskInfo(task, { atMs, isDetailed: true }) };
  if (end === null || (task.endedAtMs ?? 0) > atMs) return shown;
  if (end.kind === 'error') return { ...shown, error: end.error.shown };
  return { ...shown, response: { ...showResponse(task), throttled: '0s', throttled_until: '0s' } };
}

/** A task as lists show it. */
export function showTaskInfo(
  task: CopyTask,
  { atMs, isDetailed }: { readonly atMs: number; readonly isDetailed: boolean },
): JsonObject {
  const { node, number, startedAtMs, description, opaqueId, saysCancelled } = task.beginning;
  const untilMs = Math.min(atMs, task.endedAtMs ?? atMs);
  return {
    node,
    id: number,
    type: 'transport',
    action: REINDEX_ACTION,
    ...(isDetailed ? { status: statusOf(task, atMs), description } : {}),
    start_time_in_millis: Math.floor(startedAtMs),
    running_time_in_nanos: Math.round((untilMs - startedAtMs) * 1_000_000),
    cancellable: true,
    ...(saysCancelled ? { cancelled: task.isCanceled } : {}),
    headers: opaqueId === null ? {} : { 'X-Opaque-Id': opaqueId },
  };
}

/** What a copy that has ended did; also the answer to a caller who waited for it. */
export function showResponse(task: CopyTask): JsonObject {
  const { end, beginning, counts } = task;
  const hasResponse = end?.kind === 'response';
  return {
    took: Math.round((task.endedAtMs ?? beginning.startedAtMs) - beginning.startedAtMs),
    timed_out: false,
    ...countsOf(counts),
    ...throttlingOf(task, task.endedAtMs ?? beginning.startedAtMs),
    ...(hasResponse && end.canceled ? { canceled: 'by user request' } : {}),
    failures: hasResponse ? end.failures : [],
  };
}

function statusOf(task: CopyTask, atMs: number): JsonObject {
  const canceled = task.isCanceled ? { canceled: 'by user request' } : {};
  return { ...countsOf(task.countsAt(atMs)), ...throttlingOf(task, atMs), ...canceled };
}

function countsOf({ total, created, updated, versionConflicts, batches }: CopyCounts): JsonObject {
  return {
    total,
    updated,
    created,
    deleted: 0,
    batches,
    version_conflicts: versionConflicts,
    noops: 0,
    retries: { bulk: 0, search: 0 },
  };
}

function throttlingOf(task: CopyTask, atMs: number): JsonObject {
  const { counts, requestsPerSecond, dueAtMs, unthrottledDueAtMs, state } = task;
  const isThrottled = state === 'running' && dueAtMs > unthrottledDueAtMs;
  return {
    throttled_millis: Math.round(counts.throttledMs),
    requests_per_second: Number.isFinite(requestsPerSecond) ? requestsPerSecond : -1,
    throttled_until_millis: isThrottled ? Math.max(0, Math.round(dueAtMs - atMs)) : 0,
  };
}

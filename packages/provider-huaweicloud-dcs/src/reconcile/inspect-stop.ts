import type { LostCall, ReadCall } from '@waybill/core';
import type { Look } from '@waybill/provider-kit';
import { isTerminalPhase } from '../polls/task-status.ts';
import { batchResponse } from './batch-response.ts';
import { type ShownTask, showTask } from './show-task.ts';

/**
 * Whether a lost stop was executed: the tasks are stopping or have ended, by it or by themselves. Of a batch that reached
 * some tasks only, the rest cannot be sent alone, because tasks that are stopping refuse a second stop.
 */
export async function inspectStop(lost: LostCall, ids: readonly string[], read: ReadCall): Promise<Look> {
  const tasks = await Promise.all(ids.map((id) => showTask(id, read)));
  const moving = tasks.filter((task) => !isEnding(task));
  const shown = tasks.map((task) => `${task.id} (${task.status})`).join(', ');
  if (moving.length === 0) {
    const single = tasks[0];
    const isBatch = lost.operation === 'BatchStopMigrationTasks' || single === undefined;
    const response = isBatch ? batchResponse(tasks) : { task_id: single.id, status: single.status };
    return { kind: 'settled', result: { kind: 'happened', response, evidence: `Ending: ${shown}.` } };
  }
  if (moving.length < tasks.length) {
    return { kind: 'open', absent: { kind: 'undecided', reason: `Only some of the tasks are stopping: ${shown}.` } };
  }
  return { kind: 'open', absent: { kind: 'did-not-happen', evidence: `Still running: ${shown}.` } };
}

function isEnding(task: ShownTask): boolean {
  return task.phase === 'stopping' || isTerminalPhase(task.phase);
}

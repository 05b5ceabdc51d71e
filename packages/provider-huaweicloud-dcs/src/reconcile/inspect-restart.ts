import type { LostCall, ReadCall } from '@waybill/core';
import type { Look } from '@waybill/provider-kit';
import { isTerminalPhase } from '../polls/task-status.ts';
import { batchResponse } from './batch-response.ts';
import { stateBefore } from './observe-before.ts';
import { type ShownTask, showTask } from './show-task.ts';

/** Clocks of the vendor and of this machine may differ by this much (signatures are refused at 15 minutes). */
const CLOCK_SKEW_MS = 60_000;

/**
 * Whether a lost restart was executed. A task on its way was restarted. One that shows an end was not, if its last change
 * is older than the call; a restart that has already ended again looks the same otherwise, and restarting it once more
 * would copy old data over new.
 */
export async function inspectRestart(lost: LostCall, ids: readonly string[], read: ReadCall): Promise<Look> {
  const tasks = await Promise.all(ids.map((id) => showTask(id, read)));
  const restarted = tasks.filter((task) => isOnItsWay(task) || hasEndedAnew(task, lost));
  if (restarted.length === tasks.length && tasks.length > 0) return happened(tasks);
  if (restarted.length > 0) {
    return open(
      `Only some of the tasks show a restart: ${list(restarted)}; the others are ${list(minus(tasks, restarted))}.`,
    );
  }
  const unclear = tasks.filter((task) => !endedBefore(task, lost.intendedAtMs));
  if (unclear.length > 0 || tasks.length === 0) {
    return open(`It cannot be determined whether these tasks were restarted: ${list(unclear)}.`);
  }
  const evidence = `No task has changed since before the call: ${list(tasks)}.`;
  return { kind: 'open', absent: { kind: 'did-not-happen', evidence } };
}

function isOnItsWay(task: ShownTask): boolean {
  return task.phase === 'copying' || task.phase === 'steady';
}

/** By what it showed before the call, where that was kept, and otherwise by the clocks. */
function hasEndedAnew(task: ShownTask, lost: LostCall): boolean {
  if (task.phase !== 'succeeded') return false;
  const before = stateBefore(task.id, lost)?.updatedAt;
  if (typeof before === 'string' && task.updatedAt !== null) return task.updatedAt !== before;
  return task.updatedAtMs !== undefined && task.updatedAtMs > lost.intendedAtMs + CLOCK_SKEW_MS;
}

function endedBefore(task: ShownTask, momentMs: number): boolean {
  return isTerminalPhase(task.phase) && task.updatedAtMs !== undefined && task.updatedAtMs < momentMs - CLOCK_SKEW_MS;
}

function happened(tasks: readonly ShownTask[]): Look {
  const response = batchResponse(tasks);
  return { kind: 'settled', result: { kind: 'happened', response, evidence: `Restarted: ${list(tasks)}.` } };
}

/** Later looks may show more. */
function open(reason: string): Look {
  return { kind: 'open', absent: { kind: 'undecided', reason } };
}

function minus(tasks: readonly ShownTask[], others: readonly ShownTask[]): readonly ShownTask[] {
  return tasks.filter((task) => !others.includes(task));
}

function list(tasks: readonly ShownTask[]): string {
  return tasks.map((task) => `${task.id} (${task.status})`).join(', ');
}

import type { JsonObject, LostCall, ReadCall } from '@waybill/core';
import { type EarlierState, earlierStateOf, earlierStates } from '../polls/earlier-state.ts';
import { lostTaskId, lostTaskIds } from './lost-task-ids.ts';
import { showTask } from './show-task.ts';

/**
 * What the tasks of a configuration or restart show before it, so that their old end can be distinguished from a new one.
 * Undefined for operations after which a task shows no end that it has shown before.
 */
export async function observeBefore(
  operation: string,
  args: JsonObject,
  read: ReadCall,
): Promise<JsonObject | undefined> {
  const ids = startedTaskIds({ operation, arguments: args });
  if (ids === undefined) return undefined;
  const tasks = await Promise.all(ids.map((id) => showTask(id, read)));
  return earlierStates(new Map(tasks.map(({ id, status, updatedAt }) => [id, { status, updatedAt }] as const)));
}

function startedTaskIds(call: Pick<LostCall, 'operation' | 'arguments'>): readonly string[] | undefined {
  if (call.operation === 'SetOnlineMigrationTask') return [lostTaskId(call)];
  return call.operation === 'BatchRestartOnlineMigrationTasks' ? lostTaskIds(call) : undefined;
}

/** What was seen of a task before a lost call; undefined when nothing was. */
export function stateBefore(id: string, lost: LostCall): EarlierState | undefined {
  return earlierStateOf(id, lost.before);
}

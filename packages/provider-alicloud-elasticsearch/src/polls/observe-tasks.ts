import type { JsonObject, Observation, PollContext, PollItem } from '@waybill/core';
import type { DataTask } from './data-task.ts';
import { pairInWait } from './index-pair.ts';
import { readTaskList, type TaskList } from './task-list.ts';

/** One ListDataTasks answers every waiting step of an instance: it has neither filter nor pages. */
export async function observeTasks(
  items: readonly PollItem[],
  context: PollContext,
): Promise<readonly (Observation | undefined)[]> {
  const first = items[0];
  if (first === undefined) return [];
  const response = await context.read('ListDataTasks', { InstanceId: first.arguments['InstanceId'] ?? null });
  const tasks = readTaskList(response);
  return items.map((item) => observe(item.arguments, tasks));
}

/** A task is known by its id; before the id is known, by its pair, and then only if it was not there before the create. */
function observe(args: JsonObject, tasks: TaskList): Observation | undefined {
  if (typeof args['taskId'] === 'string') return observation(tasks.byId(args['taskId']));
  const existingIds = new Set(Array.isArray(args['existing_ids']) ? args['existing_ids'] : []);
  const candidates = tasks.ofPair(pairInWait(args)).filter(({ taskId }) => !existingIds.has(taskId));
  if (candidates.length > 1) return { candidates: candidates.map((task) => task.taskId) };
  return observation(candidates[0]);
}

function observation(task: DataTask | undefined): Observation | undefined {
  return task === undefined ? undefined : { task_id: task.taskId, status: task.status, meaning: task.meaning };
}

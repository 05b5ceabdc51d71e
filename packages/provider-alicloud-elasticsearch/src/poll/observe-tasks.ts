import type { JsonObject, Observation, PollContext, PollItem } from '@waybill/core';
import { type DataTask, parseDataTasks } from './data-task.ts';
import { matchesPair, pairInWait } from './index-pair.ts';

/** One ListDataTasks answers every waiting step of an instance: it has neither filter nor pages. */
export async function observeTasks(
  items: readonly PollItem[],
  context: PollContext,
): Promise<readonly (Observation | undefined)[]> {
  const first = items[0];
  if (first === undefined) return [];
  const response = await context.read('ListDataTasks', { InstanceId: first.arguments['InstanceId'] ?? null });
  const tasks = groupTasks(parseDataTasks(response));
  return items.map((item) => observe(item.arguments, tasks));
}

interface GroupedTasks {
  readonly byId: ReadonlyMap<string, DataTask>;
  /** By the sink index, and by the source index where the sides may be swapped. */
  readonly byIndex: ReadonlyMap<string, readonly DataTask[]>;
}

function groupTasks(tasks: readonly DataTask[]): GroupedTasks {
  const byIndex = new Map<string, DataTask[]>();
  for (const task of tasks) {
    const names = new Set([task.sink.index, task.isSwapped ? task.source.index : undefined]);
    for (const name of names) {
      if (name === undefined) continue;
      const group = byIndex.get(name);
      if (group === undefined) byIndex.set(name, [task]);
      else group.push(task);
    }
  }
  return { byId: new Map(tasks.map((task) => [task.taskId, task])), byIndex };
}

/** A task is known by its id; before the id is known, by its pair, and then only if it was not there before the create. */
function observe(args: JsonObject, tasks: GroupedTasks): Observation | undefined {
  if (typeof args['taskId'] === 'string') return observation(tasks.byId.get(args['taskId']));
  const pair = pairInWait(args);
  const existingIds = new Set(Array.isArray(args['existing_ids']) ? args['existing_ids'] : []);
  const candidates = (tasks.byIndex.get(pair.sink.index ?? '') ?? []).filter(
    (task) => matchesPair(task, pair) && !existingIds.has(task.taskId),
  );
  if (candidates.length > 1) return { candidates: candidates.map((task) => task.taskId) };
  return observation(candidates[0]);
}

function observation(task: DataTask | undefined): Observation | undefined {
  return task === undefined ? undefined : { task_id: task.taskId, status: task.status, meaning: task.meaning };
}

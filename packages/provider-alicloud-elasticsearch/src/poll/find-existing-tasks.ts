import type { JsonObject, ReadCall } from '@waybill/core';
import { parseDataTasks } from './data-task.ts';
import { matchesPair, pairInCreate } from './index-pair.ts';

/** Ids of the tasks that the sink instance lists for the same pair before ours is created. */
export async function findExistingTasks(args: JsonObject, read: ReadCall): Promise<readonly string[]> {
  const pair = pairInCreate(args);
  const tasks = parseDataTasks(await read('ListDataTasks', { InstanceId: args['InstanceId'] ?? null }));
  return tasks.filter((task) => matchesPair(task, pair)).map((task) => task.taskId);
}

import type { JsonObject, ReadCall } from '@waybill/core';
import { pairInCreate } from '../polls/index-pair.ts';
import { readTaskList } from '../polls/task-list.ts';

/** Ids of the tasks that the sink instance lists for the same pair before ours is created. */
export async function findExistingTasks(args: JsonObject, read: ReadCall): Promise<readonly string[]> {
  const tasks = readTaskList(await read('ListDataTasks', { InstanceId: args['InstanceId'] ?? null }));
  return tasks.ofPair(pairInCreate(args)).map(({ taskId }) => taskId);
}

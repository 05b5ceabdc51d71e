import type { JsonObject, Observation, Poll, PollContext, PollItem, ReadCall } from '@waybill/core';
import { fieldsOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { GetTaskResponse, ListTasksResponse } from '../generated/answers.generated.ts';
import { readIfThere } from '../reconcile/read-if-there.ts';
import { opaqueIdOf, RUNNING_COPIES, taskIdOf } from '../reconcile/tasks-of-opaque-id.ts';
import { judgeCopy } from './judge-copy.ts';
import { observeEnded, observeRunning } from './observe-copy.ts';

export const REINDEX_TASKS_POLL = 'reindex-tasks';

/** One list shows every copy under way; only those that it lacks are asked for one by one. */
export const reindexTasksPoll: Poll = {
  scope: () => 'tasks',
  async read(items, { read }: PollContext) {
    const answer = await read('ListTasks', RUNNING_COPIES);
    const running = new Map<string, JsonObject>();
    for (const row of rowsOf<object>(fieldsOf<ListTasksResponse>(answer).tasks)) {
      const id = taskIdOf(row as JsonObject);
      if (id !== undefined) running.set(id, row as JsonObject);
    }
    return await Promise.all(items.map((item) => observe(item, running, read)));
  },
  callsOfRound: (_goals, unfinished) => [
    { operation: 'ListTasks', calls: 1 },
    // One that has ended since the last round is asked for.
    ...(unfinished.length === 0 ? [{ operation: 'GetTask', calls: 1 }] : []),
  ],
  foreseesEnd: true,
  assumedDuration: () => ({
    p50Ms: 10 * 60_000,
    p90Ms: 2 * 3_600_000,
    source: 'a guess: the size of the index is not known to it',
  }),
  judge: (_item, observation, history) => judgeCopy(observation, history),
};

async function observe(
  { arguments: args }: PollItem,
  running: ReadonlyMap<string, JsonObject>,
  read: ReadCall,
): Promise<Observation | undefined> {
  const copy = { taskId: textOf(args['task_id']) ?? '', opaqueId: textOf(args['x_opaque_id']) };
  const row = running.get(copy.taskId);
  // After a restart of its node another task can have the same number.
  if (row !== undefined && isOurs(row, copy.opaqueId)) return observeRunning(row);
  return await observeTask(copy, read);
}

/** One copy, under way or ended. */
export async function observeTask(
  { taskId, opaqueId }: { readonly taskId: string; readonly opaqueId: string | undefined },
  read: ReadCall,
): Promise<Observation> {
  const answer = await readIfThere(read, 'GetTask', { task_id: taskId });
  const shown = fieldsOf<GetTaskResponse>(answer);
  const task = fieldsOf<object>(shown.task) as JsonObject;
  if (answer === undefined || !isOurs(task, opaqueId)) return { state: 'lost' };
  return shown.completed === true ? observeEnded(shown as JsonObject) : observeRunning(task);
}

function isOurs(task: JsonObject, opaqueId: string | undefined): boolean {
  return opaqueId === undefined || opaqueIdOf(task) === opaqueId;
}

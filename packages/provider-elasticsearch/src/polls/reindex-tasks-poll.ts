import {
  defined,
  type JobConnection,
  type JsonObject,
  type Observation,
  type Poll,
  type PollContext,
  type PollItem,
  type ReadCall,
} from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { GetTaskResponse } from '../generated/answers.generated.ts';
import { usualSlices } from '../jobs/expected-work.ts';
import { readIfThere } from '../reconcile/read-if-there.ts';
import { opaqueIdOf } from '../reconcile/tasks-of-opaque-id.ts';
import { documentsPerSecond } from '../request/documents-per-second.ts';
import { paceOf } from '../session/pace.ts';
import { judgeCopy } from './judge-copy.ts';
import { observeEnded, observeRunning } from './observe-copy.ts';
import { listCopies, sharePace } from './share-pace.ts';

export const REINDEX_TASKS_POLL = 'reindex-tasks';

/** One list shows every copy under way; only those that it lacks are asked for one by one. */
export const reindexTasksPoll: Poll = {
  scope: () => 'tasks',
  async read(items, { read, connection }: PollContext) {
    const underWay = await listCopies(read);
    const unpaced = await keepPace(items, underWay, connection);
    return await Promise.all(items.map((item) => observe(item, { underWay, unpaced }, read)));
  },
  callsOfRound: (_goals, unfinished) => [
    { operation: 'ListTasks', calls: 1 },
    // One that has ended since the last round is asked for.
    ...(unfinished.length === 0 ? [{ operation: 'GetTask', calls: 1 }] : []),
  ],
  foreseesEnd: true,
  assumedDuration: (_goal, amount) =>
    amount?.count === undefined ? OF_UNKNOWN_SIZE : ofUsualSlices(usualSlices(amount)),
  judge: (_item, observation, history) => judgeCopy(observation, history),
};

const OF_UNKNOWN_SIZE = {
  p50Ms: 10 * 60_000,
  p90Ms: 2 * 3_600_000,
  source: 'a guess: the size of the index is not known',
};

/** Of a cluster that copies within itself or pulls: four slices at once. */
function ofUsualSlices(slices: number) {
  const leastMs = 1_000;
  const source = 'a guess: 200,000 documents of half a kilobyte in 15 seconds';
  return { p50Ms: leastMs + slices * 15_000, p90Ms: leastMs + slices * 75_000, source };
}

/** @returns why copies do not have the speed that the pace of the connection wants */
async function keepPace(
  items: readonly PollItem[],
  underWay: ReadonlyMap<string, JsonObject>,
  connection: JobConnection | undefined,
): Promise<string | undefined> {
  const perSecond = connection === undefined ? undefined : paceOf(connection)?.documentsPerSecond;
  if (connection === undefined || perSecond === undefined) return undefined;
  const copies = items.map(({ arguments: args }) => ({
    taskId: taskOf(args),
    most: documentsPerSecond(args['requests_per_second']),
  }));
  return await sharePace(copies, { perSecond, underWay, connection });
}

interface Seen {
  readonly underWay: ReadonlyMap<string, JsonObject>;
  readonly unpaced: string | undefined;
}

async function observe(
  { arguments: args }: PollItem,
  { underWay, unpaced }: Seen,
  read: ReadCall,
): Promise<Observation | undefined> {
  const copy = { taskId: taskOf(args), opaqueId: textOf(args['x_opaque_id']) };
  const row = underWay.get(copy.taskId);
  // After a restart of its node another task can have the same number.
  if (row !== undefined && isOurs(row, copy.opaqueId)) return { ...observeRunning(row), ...defined({ unpaced }) };
  return await observeTask(copy, read);
}

function taskOf(args: JsonObject): string {
  return textOf(args['task_id']) ?? '';
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

import type { EarlierEffect, FirstCall, JsonObject, ReadCall } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';
import { readClusterInformation } from '../checks/cluster-information.ts';
import { sinkAccess } from '../kinds/sink-access.ts';
import type { DataTask } from '../polls/data-task.ts';
import { pairInCreate } from '../polls/index-pair.ts';
import { readTaskList } from '../polls/task-list.ts';
import { findCopy } from './find-copy.ts';

const NONE: EarlierEffect = { kind: 'none' };

/**
 * Whether a create that the journal knows nothing of has happened all the same: a task of the same copy is at work, or has
 * made the index that the sink shows. The client token alone does not tell, because how long the vendor keeps it is not
 * documented.
 */
export async function findEarlierEffect(call: FirstCall, read: ReadCall): Promise<EarlierEffect> {
  if (call.operation !== 'CreateDataTasks') return NONE;
  const args = call.arguments;
  const tasks = readTaskList(await read('ListDataTasks', { InstanceId: args['InstanceId'] ?? null }));
  const { same, made } = findCopy(args, tasks, ({ taskId }) => !call.takenIds.includes(taskId));
  const live = same.filter(isLive);
  if (live.length > 1) return undecided(`${live.length} data tasks make exactly this copy: ${list(live)}.`, live);
  if (live.length === 0 && !(await hasIndex(call, same, read))) return NONE;
  if (made === undefined) {
    const ended = same.filter(({ meaning }) => meaning === 'succeeded');
    return undecided(
      `The sink has the index, and ${ended.length} data tasks have made this copy: ${list(ended)}.`,
      ended,
    );
  }
  const others = tasks.ofPair(pairInCreate(args)).filter((task) => task !== made);
  return {
    kind: 'happened',
    response: null,
    evidence: `Data task ${list([made])} makes exactly this copy.`,
    existingIds: others.map(({ taskId }) => taskId),
    byKey: { taskId: made.taskId, ...createdAt(made), isOver: !isLive(made) },
  };
}

/**
 * The vendor writes no zone and no document names one. It is read as China time, the earliest of what it may be: read as
 * UTC, a task of China time would look eight hours younger than it is, and one that is older than the state would be taken
 * for its own. Where it is UTC after all, a task looks older, and an operator is asked.
 */
export function createdAt({ createdAt: text = '' }: Pick<DataTask, 'createdAt'>): { readonly createdAtMs?: number } {
  const createdAtMs = Date.parse(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(createdAtMs) ? {} : { createdAtMs };
}

/** Asked only where a task of the copy has succeeded: when its index was deleted since, the copy is to be made again. */
async function hasIndex({ arguments: args }: FirstCall, same: readonly DataTask[], read: ReadCall): Promise<boolean> {
  if (!same.some(({ meaning }) => meaning === 'succeeded')) return false;
  const sink = objectOf(args['sinkCluster']);
  // The answer of the check before it serves, where that has just been asked.
  const access = sinkAccess(sink, args['InstanceId'] ?? null) as JsonObject;
  const information = readClusterInformation(await read('GetClusterDataInformation', access));
  return information.lists(textOf(sink['index']) ?? '');
}

function list(tasks: readonly DataTask[]): string {
  return tasks
    .map(
      ({ taskId, status, createdAt }) =>
        `${taskId} (${status}${createdAt === undefined ? '' : `, created ${createdAt}`})`,
    )
    .join(' and ');
}

function undecided(reason: string, tasks: readonly DataTask[]): EarlierEffect {
  return { kind: 'undecided', reason, foundIds: tasks.map(({ taskId }) => taskId), isOver: !tasks.some(isLive) };
}

function isLive({ meaning }: DataTask): boolean {
  return meaning === 'running' || meaning === 'unknown';
}

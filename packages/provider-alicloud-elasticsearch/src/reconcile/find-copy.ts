import type { JsonObject } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';
import type { DataTask } from '../polls/data-task.ts';
import { pairInCreate } from '../polls/index-pair.ts';
import type { TaskList } from '../polls/task-list.ts';

/** What the tasks of an instance say about one copy. */
export interface FoundCopy {
  /** Tasks of the same source index and sink index that the address of the source does not tell apart. */
  readonly same: readonly DataTask[];
  /** The one of them that makes the index in the sink, or has made it; undefined when there is none, or more than one. */
  readonly made: DataTask | undefined;
}

/**
 * Tasks carry no text of ours, so a copy is known by where it comes from and where it goes to. `copy` has the arguments
 * of CreateDataTasks; a task at work counts before those that have ended, and failed ones have made nothing.
 * `isMeant`: tasks that count; all unless it is given.
 */
export function findCopy(
  copy: JsonObject,
  tasks: Pick<TaskList, 'ofPair'>,
  isMeant: (task: DataTask) => boolean = () => true,
): FoundCopy {
  const endpoint = textOf(objectOf(copy['sourceCluster'])['endpoint']);
  const ofPair = tasks.ofPair(pairInCreate(copy));
  const same = ofPair.filter((task) => isSameAddress(task.endpoint, endpoint) && isMeant(task));
  const live = same.filter(({ meaning }) => meaning === 'running' || meaning === 'unknown');
  const candidates = live.length > 0 ? live : same.filter(({ meaning }) => meaning === 'succeeded');
  return { same, made: candidates.length === 1 ? candidates[0] : undefined };
}

/** A side that does not say it is not compared by it. */
function isSameAddress(listed: string | undefined, wanted: string | undefined): boolean {
  return listed === undefined || wanted === undefined || listed.replace(/\/+$/, '') === wanted.replace(/\/+$/, '');
}

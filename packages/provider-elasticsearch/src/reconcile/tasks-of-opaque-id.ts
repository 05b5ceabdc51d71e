import { type Json, type JsonObject, ProviderError, type ReadCall } from '@waybill/core';
import { type Fields, fieldsOf, objectOf, type Part, rowsOf, textOf } from '@waybill/provider-kit';
import type { FindTaskResultsResponse, ListTasksResponse } from '../generated/answers.generated.ts';
import { readIfThere } from './read-if-there.ts';

/** A task that was started with a given X-Opaque-Id. */
export interface FoundTask {
  readonly id: string;
  readonly opaqueId: string;
  readonly isRunning: boolean;
}

/** Arguments of ListTasks that give every copy under way, with how far it is. */
export const RUNNING_COPIES = { actions: '*reindex', group_by: 'none', detailed: true } as const;

/** As tasks name it, the same in every version. */
const REINDEX_ACTION = 'indices:data/write/reindex';
/** Results of one read; all of them are looked through. */
const RESULTS_AT_ONCE = 100;
/** A cluster shows no more of one search than this. */
const MOST_RESULTS = 10_000;

/**
 * Every copy whose id is meant: the ones under way first, then those whose results the cluster keeps. A copy that ends between the
 * two reads is in the second one. The header itself cannot be searched for, so results are found by the name of their
 * destination.
 */
export async function tasksOfOpaqueId(
  { isMeant, destination }: { readonly isMeant: (opaqueId: string) => boolean; readonly destination: string },
  read: ReadCall,
): Promise<readonly FoundTask[]> {
  const running = rowsOf<Row>(fieldsOf<ListTasksResponse>(await read('ListTasks', RUNNING_COPIES)).tasks);
  const filter = [{ match_phrase: { 'task.description': destination } }, { term: { 'task.action': REINDEX_ACTION } }];
  const query = { bool: { filter } };
  const ended = await readResults(query, read);
  const found = new Map<string, FoundTask>();
  for (const [rows, isRunning] of [
    [running, true],
    [ended, false],
  ] as const)
    for (const row of rows) {
      const [id, opaqueId] = [taskIdOf(row as JsonObject), opaqueIdOf(row as JsonObject)];
      // A copy that the cluster has cut by itself has tasks of its own, under the same id.
      if (id === undefined || opaqueId === undefined || (row as JsonObject)['parent_task_id'] !== undefined) continue;
      if (isMeant(opaqueId) && !found.has(id)) found.set(id, { id, opaqueId, isRunning });
    }
  return [...found.values()];
}

/**
 * All of them: a copy that is not found counts as one that was not started.
 *
 * @throws ProviderError where a cluster keeps more than it shows
 */
async function readResults(query: JsonObject, read: ReadCall) {
  const found: JsonObject[] = [];
  for (let from = 0; from < MOST_RESULTS; from += RESULTS_AT_ONCE) {
    const page = { query, size: RESULTS_AT_ONCE, ...(from === 0 ? {} : { from }) };
    // A cluster that has kept none has no index of them. A user who may not read it is refused, which is no answer.
    const results = await readIfThere(read, 'FindTaskResults', page);
    const hits = rowsOf<Hit>(objectOf(fieldsOf<FindTaskResultsResponse>(results).hits as Json)['hits']);
    found.push(...hits.map(({ _source }) => objectOf(objectOf(_source as Json)['task'])));
    if (hits.length < RESULTS_AT_ONCE) return found;
  }
  throw new ProviderError(`The cluster keeps more than ${MOST_RESULTS} results of copies to this destination.`, {
    vendorCode: 'TOO_MANY_RESULTS',
    class: 'fatal',
    effect: 'none',
    hint: 'Delete old ones: POST /.tasks/_delete_by_query.',
  });
}

interface Row {
  readonly node?: string;
}

interface Hit {
  readonly _source?: object;
}

/** `node:number`, as the API addresses it. */
export function taskIdOf({ node, id }: JsonObject): string | undefined {
  return textOf(node) === undefined || typeof id !== 'number' ? undefined : `${textOf(node)}:${id}`;
}

/** A task as lists and the task itself show it. */
export type RunningTask = NonNullable<Part<ListTasksResponse, 'tasks'>>;

export function opaqueIdOf(task: Fields<RunningTask>): string | undefined {
  return textOf(fieldsOf<Part<RunningTask, 'headers'>>(task.headers)['X-Opaque-Id']);
}

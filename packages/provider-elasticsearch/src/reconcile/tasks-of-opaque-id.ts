import { type Json, type JsonObject, ProviderError, type ReadCall } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { FindTaskResultsResponse, ListTasksResponse } from '../generated/answers.generated.ts';

/** A task that was started with a given X-Opaque-Id. */
export interface FoundTask {
  readonly id: string;
  readonly isRunning: boolean;
  readonly startedAtMs: number | undefined;
}

/** Results that are looked through; more of them for one destination are of no use to anybody. */
const MOST_RESULTS = 100;

/**
 * Every copy of that id: the ones under way first, then those whose results the cluster keeps. A copy that ends between the
 * two reads is in the second one. The header itself cannot be searched for, so results are found by the name of their
 * destination.
 */
export async function tasksOfOpaqueId(
  { opaqueId, destination }: { readonly opaqueId: string; readonly destination: string },
  read: ReadCall,
): Promise<readonly FoundTask[]> {
  const running = rowsOf<Row>(
    fieldsOf<ListTasksResponse>(await read('ListTasks', { actions: '*reindex', group_by: 'none', detailed: true }))
      .tasks,
  );
  const query = { match_phrase: { 'task.description': destination } };
  const results = await readResults(read, { query, size: MOST_RESULTS });
  const hits = rowsOf<Hit>(objectOf(fieldsOf<FindTaskResultsResponse>(results).hits as Json)['hits']);
  const ended = hits.map((hit) => fieldsOf<Row>(objectOf(hit._source as Json)['task']));
  const found = new Map<string, FoundTask>();
  for (const [rows, isRunning] of [
    [running, true],
    [ended, false],
  ] as const)
    for (const row of rows) {
      const id = taskIdOf(row as JsonObject);
      if (opaqueIdOf(row as JsonObject) === opaqueId && id !== undefined && !found.has(id))
        found.set(id, { id, isRunning, startedAtMs: numberOf((row as JsonObject)['start_time_in_millis']) });
    }
  return [...found.values()];
}

/** A cluster that has kept none has no index of them. A user who may not read it is refused, which is no answer. */
async function readResults(read: ReadCall, args: JsonObject): Promise<Json> {
  try {
    return await read('FindTaskResults', args);
  } catch (error) {
    if (error instanceof ProviderError && error.class === 'not-found') return { hits: { hits: [] } };
    throw error;
  }
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

export function opaqueIdOf(task: JsonObject): string | undefined {
  return textOf(objectOf(task['headers'])['X-Opaque-Id']);
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

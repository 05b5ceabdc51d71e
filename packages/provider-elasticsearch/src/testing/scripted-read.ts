import { type Json, type JsonObject, ProviderError, type ReadCall } from '@waybill/core';

/** A `read` that answers by operation, from functions; `null` stands for "there is none". Keeps what it was asked. */
export function scriptedRead(answers: Readonly<Record<string, (args: JsonObject) => Json>>): {
  readonly read: ReadCall;
  readonly reads: readonly string[];
} {
  const reads: string[] = [];
  const read: ReadCall = async (operation, args) => {
    reads.push(operation);
    const answer = answers[operation]?.(args);
    if (answer === undefined) throw new Error(`the script has no answer for ${operation}`);
    if (answer === null)
      throw new ProviderError('none', { vendorCode: 'index_not_found_exception', class: 'not-found', effect: 'none' });
    return answer;
  };
  return { read, reads };
}

/** A task as lists show it. */
export function runningTask(id: number, opaqueId: string): JsonObject {
  return {
    node: 'n',
    id,
    start_time_in_millis: 1,
    headers: { 'X-Opaque-Id': opaqueId },
    status: { total: 10, created: 1 },
  };
}

/** The answer of a search in the results of tasks. */
export function resultsOf(...tasks: readonly JsonObject[]): Json {
  return { hits: { hits: tasks.map((task) => ({ _source: { completed: true, task } })) } };
}

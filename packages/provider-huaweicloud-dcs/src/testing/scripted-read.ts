import type { Json, JsonObject, ReadCall } from '@waybill/core';

export interface RecordedRead {
  readonly operation: string;
  readonly arguments: JsonObject;
}

/** A `read` that answers by operation, from functions, and keeps what it was asked. */
export function scriptedRead(answers: Readonly<Record<string, (args: JsonObject) => Json>>): {
  readonly read: ReadCall;
  readonly reads: readonly RecordedRead[];
} {
  const reads: RecordedRead[] = [];
  const read: ReadCall = async (operation, args) => {
    reads.push({ operation, arguments: args });
    const answer = answers[operation];
    if (answer === undefined) throw new Error(`the script has no answer for ${operation}`);
    return answer(args);
  };
  return { read, reads };
}

/** A project's list, newest first, paged and filtered by a part of the name as the vendor's. */
export function pageOfTasks(tasks: readonly JsonObject[], args: JsonObject): Json {
  const name = typeof args['name'] === 'string' ? args['name'] : '';
  const offset = Number(args['offset'] ?? 0);
  const matches = tasks.filter((task) => JSON.stringify(task['task_name'] ?? '').includes(name));
  const page = matches.slice(offset, offset + Number(args['limit'] ?? 10));
  return { count: matches.length, migration_tasks: page };
}

import { type Call, isJsonObject, type JsonObject, queryOf, Refusal, withoutNulls } from '@waybill/stand-kit';
import type { HuaweicloudState } from './huaweicloud-state.ts';
import type { MigrationTask } from './migration-task.ts';

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** The body as an object without nulls: null and absent mean the same. */
export function requireBody(call: Call): JsonObject {
  if (call.body.length === 0) throw new Refusal(400, '111400004', 'The request body is empty.');
  const body = withoutNulls(call.json);
  if (!isJsonObject(body)) throw new Refusal(400, '111400005', 'The request body is not a JSON object.');
  return body;
}

export function invalidParameter(name: string): Refusal {
  return new Refusal(400, '111400063', `Invalid {${name}} in the request.`);
}

/** The task that the path names, deleted ones excluded. */
export function requireTask(call: Call, state: HuaweicloudState): MigrationTask {
  const task = state.task(call.params['task_id'] ?? '');
  if (task === null || task.phases.at(-1)?.kind === 'deleted') throw unknownTask();
  return task;
}

export function unknownTask(): Refusal {
  return new Refusal(400, 'DCS.4133', 'Instance job is not found.');
}

/** The answer for a task that is in no state for what is asked of it. */
export function wrongState(word: string): Refusal {
  return new Refusal(400, 'DCS.4957', `This operation is not allowed in the current state of the task (${word}).`);
}

/** Lists take up to 1000 items and give 10 unless asked otherwise. */
export function readPage(call: Call): Page {
  return {
    offset: readInteger(call, 'offset', { fallback: 0, min: 0 }),
    limit: readInteger(call, 'limit', { fallback: 10, min: 1, max: 1_000 }),
  };
}

function readInteger(call: Call, name: string, bounds: { fallback: number; min: number; max?: number }): number {
  const text = queryOf(call, name);
  if (text === null || text === '') return bounds.fallback;
  const value = Number(text);
  const isAllowed = Number.isInteger(value) && value >= bounds.min && value <= (bounds.max ?? Number.MAX_SAFE_INTEGER);
  if (!isAllowed) throw invalidParameter(name);
  return value;
}

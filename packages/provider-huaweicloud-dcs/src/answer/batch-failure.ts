import { isJsonObject, type Json, type JsonObject } from '@waybill/core';
import { type Refusal, textOf } from '@waybill/provider-kit';
import { classifyError } from './classify-error.ts';

const BATCH_OPERATIONS: readonly string[] = ['BatchStopMigrationTasks', 'BatchRestartOnlineMigrationTasks'];

/**
 * A batch answers 200 although members failed, each with its own code. The first failed member names the error; when
 * another one succeeded, a part of the effect has happened.
 *
 * Source: Open Telekom Cloud DCS API reference, "Stopping Data Migration Tasks in Batches".
 */
export function batchFailure(operation: string, body: Json | undefined): Refusal | undefined {
  if (!BATCH_OPERATIONS.includes(operation)) return undefined;
  const members = isJsonObject(body) && Array.isArray(body['migration_tasks']) ? body['migration_tasks'] : [];
  const results = (members as readonly Json[]).filter(isJsonObject);
  const failed = results.filter((member) => hasFailed(member));
  const first = failed[0];
  if (first === undefined) return undefined;
  const code = textOf(first['error_code'])?.replace(/\s/g, '') ?? 'UNKNOWN';
  const tasks = failed.map((member) => textOf(member['task_id']) ?? '?').join(', ');
  const share = `${failed.length} of ${results.length} tasks refused: ${tasks}`;
  return {
    ...classifyError(code, 400),
    isCertainRefusal: failed.length === results.length,
    code,
    said: textOf(first['error_msg']) ?? 'no message',
    describe: (said) => `${operation}: ${code}: ${said} (${share})`,
  };
}

function hasFailed(member: JsonObject): boolean {
  return member['result'] === 'failed' || textOf(member['error_code']) !== undefined;
}

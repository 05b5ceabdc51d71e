import { defined, isJsonObject, type Json, type JsonObject, ProviderError } from '@waybill/core';
import { redactVendorText, textOf } from '@waybill/provider-kit';
import { classifyError } from './classify-error.ts';

const BATCH_OPERATIONS: readonly string[] = ['BatchStopMigrationTasks', 'BatchRestartOnlineMigrationTasks'];

/**
 * A batch answers 200 although members failed, each with its own code. The first failed member names the error; when
 * another one succeeded, a part of the effect has happened.
 *
 * Source: Open Telekom Cloud DCS API reference, "Stopping Data Migration Tasks in Batches".
 */
export function batchFailure(
  operation: string,
  answer: Json,
  { requestId, secrets }: { readonly requestId: string | undefined; readonly secrets: readonly string[] },
): ProviderError | undefined {
  if (!BATCH_OPERATIONS.includes(operation)) return undefined;
  const members = isJsonObject(answer) && Array.isArray(answer['migration_tasks']) ? answer['migration_tasks'] : [];
  const results = (members as readonly Json[]).filter(isJsonObject);
  const failed = results.filter((member) => hasFailed(member));
  const first = failed[0];
  if (first === undefined) return undefined;
  const code = textOf(first['error_code'])?.replace(/\s/g, '') ?? 'UNKNOWN';
  const found = classifyError(code, 400);
  const tasks = failed.map((member) => textOf(member['task_id']) ?? '?').join(', ');
  return new ProviderError(
    `${operation}: ${code}: ${redactVendorText(textOf(first['error_msg']) ?? 'no message', secrets)} ` +
      `(${failed.length} of ${results.length} tasks refused: ${tasks})`,
    {
      vendorCode: code,
      class: found.class,
      effect: failed.length < results.length ? 'possible' : 'none',
      operation,
      httpStatus: 200,
      ...defined({ requestId, hint: found.hint }),
    },
  );
}

function hasFailed(member: JsonObject): boolean {
  return member['result'] === 'failed' || textOf(member['error_code']) !== undefined;
}

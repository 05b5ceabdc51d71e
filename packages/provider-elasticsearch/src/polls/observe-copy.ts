import type { JsonObject, Observation } from '@waybill/core';
import { objectOf, rowsOf, textOf } from '@waybill/provider-kit';

/** Counts of a copy, as the cluster names them. */
const COUNTS = ['total', 'created', 'updated', 'deleted', 'noops', 'version_conflicts'] as const;

export function observeRunning(task: JsonObject): Observation {
  return { state: 'running', ...countsIn(objectOf(task['status'])) };
}

/** The four ends of a copy, which all are an HTTP success. */
export function observeEnded({ task, response, error }: JsonObject): Observation {
  if (error !== undefined && error !== null) return { state: 'failed', reason: reasonOf(objectOf(error)) };
  const result = objectOf(response);
  const counts = countsIn(Object.keys(result).length === 0 ? objectOf(objectOf(task)['status']) : result);
  const failures = rowsOf<{ id?: string; cause?: object }>(result['failures']);
  if (failures.length > 0) {
    const [first] = failures;
    const why = reasonOf(objectOf(first?.cause));
    return {
      state: 'failed',
      reason: `${failures.length} documents were refused, ${textOf(first?.id) ?? 'one'} first: ${why}`,
      ...counts,
    };
  }
  const canceled = textOf(result['canceled']);
  if (canceled !== undefined) return { state: 'canceled', reason: canceled, ...counts };
  return { state: 'copied', ...counts };
}

function countsIn(status: JsonObject): JsonObject {
  return Object.fromEntries(COUNTS.flatMap((name) => (typeof status[name] === 'number' ? [[name, status[name]]] : [])));
}

/** The error and what caused it; the innermost cause says most. */
function reasonOf(error: JsonObject): string {
  const reasons: string[] = [];
  for (let cause: JsonObject = error; reasons.length < 4; cause = objectOf(cause['caused_by'])) {
    const reason = textOf(cause['reason']);
    if (reason === undefined) break;
    if (!reasons.some((text) => text.includes(reason))) reasons.push(reason);
  }
  return reasons.join(': ') || 'no reason is given';
}

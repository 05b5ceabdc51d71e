import type { Json, JsonObject, Observation } from '@waybill/core';
import { type Fields, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import { isOfRemote } from '../answer/classify-error.ts';
import { describeCauses } from '../answer/describe-causes.ts';
import { reasonWithoutValues } from '../jobs/bulk-answer.ts';
import { describeReasons } from '../jobs/describe-refused.ts';
import { omissionOf } from '../jobs/refused-documents.ts';
import type { RunningTask } from '../reconcile/tasks-of-opaque-id.ts';

/** Counts of a copy, as the cluster names them. */
const COUNTS = ['total', 'created', 'updated', 'deleted', 'noops', 'version_conflicts'] as const;

export function observeRunning(task: Fields<RunningTask>): Observation {
  const { running_time_in_nanos: nanos } = task;
  const running = typeof nanos === 'number' ? { running_ms: Math.round(nanos / 1_000_000) } : {};
  const status = objectOf(task.status);
  const untilMs = status['throttled_until_millis'];
  const sleeps = typeof untilMs === 'number' && untilMs > 0 ? { sleeps_ms: untilMs } : {};
  return { state: 'running', ...running, ...sleeps, ...countsIn(status) };
}

/** How the reason begins of a copy that has lost its source: another one can succeed. */
export const SOURCE_UNREAD = 'the source could not be read';

/** The same of one whose index had no place for documents. */
export const COPY_UNWRITTEN = 'the copy could not be written';
const UNAVAILABLE = 'unavailable_shards_exception';

/** The four ends of a copy, which all are an HTTP success. */
export function observeEnded({ task, response, error }: JsonObject): Observation {
  const status = objectOf(objectOf(task)['status']);
  // Canceled during its first search it ends with the error of that search.
  const interrupted = textOf(status['canceled']);
  if (error !== undefined && error !== null)
    return interrupted === undefined
      ? { state: 'failed', reason: describeError(objectOf(error)) }
      : { state: 'canceled', reason: interrupted, ...countsIn(status) };
  const result = objectOf(response);
  const counts = countsIn(Object.keys(result).length === 0 ? status : result);
  const failures = rowsOf<{ id?: string; cause?: object; reason?: object }>(result['failures']);
  if (failures.length > 0) return { state: 'failed', ...describeFailures(failures), ...counts };
  const canceled = textOf(result['canceled']);
  if (canceled !== undefined) return { state: 'canceled', reason: canceled, ...counts };
  if (result['timed_out'] === true) return { state: 'failed', reason: 'the source did not answer in time', ...counts };
  if (isShort(counts)) return { state: 'failed', reason: 'the copy ended before all documents were copied', ...counts };
  return { state: 'copied', ...counts };
}

function countsIn(status: JsonObject): JsonObject {
  return Object.fromEntries(COUNTS.flatMap((name) => (typeof status[name] === 'number' ? [[name, status[name]]] : [])));
}

/** An error that a connection ends with speaks of a cluster that it does not name. */
function describeError(error: JsonObject): string {
  const reason = reasonOf(error);
  const isRemote = isOfRemote({ type: textOf(error['type']) ?? '', reason: '', status: 0 });
  // What the source has answered says so itself.
  return isRemote && !reason.startsWith('the source ') ? `${SOURCE_UNREAD}: ${reason}` : reason;
}

/** Documents that were refused, without their values, or shards of the source that did not answer. */
function describeFailures(
  failures: readonly { readonly id?: unknown; readonly cause?: unknown; readonly reason?: unknown }[],
): JsonObject {
  const [first] = failures;
  const cause = objectOf(first?.cause as Json);
  if (first?.cause === undefined) return { reason: `${SOURCE_UNREAD}: ${reasonOf(objectOf(first?.reason as Json))}` };
  if (textOf(cause['type']) === UNAVAILABLE) return { reason: `${COPY_UNWRITTEN}: ${UNAVAILABLE}` };
  const count = failures.length;
  const refused = failures.map(({ id, cause: given }) => {
    const { type, reason: said } = objectOf(given as Json);
    const reason = reasonWithoutValues(textOf(type) ?? '', textOf(said) ?? '');
    return { id: textOf(id as Json) ?? 'one without an id', reason };
  });
  const many = count === 1 ? '1 document was' : `${count} documents were`;
  return { reason: `${many} refused: ${describeReasons(count, refused)}`, ...omissionOf(count, refused) };
}

function isShort(counts: JsonObject): boolean {
  const of = (name: string) => (typeof counts[name] === 'number' ? counts[name] : 0);
  const done = of('created') + of('updated') + of('deleted') + of('noops') + of('version_conflicts');
  return typeof counts['total'] === 'number' && done < counts['total'];
}

function reasonOf(error: JsonObject): string {
  return describeCauses(error) || 'no reason is given';
}

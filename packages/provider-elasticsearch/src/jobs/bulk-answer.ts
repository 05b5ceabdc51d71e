import { defined, isJsonObject, type Json, ProviderError } from '@waybill/core';
import { objectOf, parseJson, textOf } from '@waybill/provider-kit';
import { classifyError } from '../answer/classify-error.ts';
import { BULK, unreadable } from '../session/document-calls.ts';

/** What became of one document of a bulk. */
export type BulkOutcome =
  | { readonly kind: 'created' }
  /** It was there before: written by an earlier attempt, or by somebody else; with a version: a higher one was. */
  | { readonly kind: 'existed' }
  /** What should be taken away is not there. */
  | { readonly kind: 'absent' }
  /** The index cannot have it, now or later. */
  | { readonly kind: 'refused'; readonly reason: string; readonly type: string }
  /** It may be written later. */
  | { readonly kind: 'postponed'; readonly error: ProviderError }
  /** No document can be written. */
  | { readonly kind: 'impossible'; readonly error: ProviderError };

/**
 * What became of each document of a bulk, in the order in which they were sent.
 *
 * @throws ProviderError for an answer that does not speak of `count` documents
 */
export function readBulkAnswer(text: string, count: number): readonly BulkOutcome[] {
  const { items } = objectOf(parseJson(text));
  if (!Array.isArray(items) || items.length !== count)
    throw unreadable(BULK, `it does not cover all ${count} documents`);
  return (items as readonly Json[]).map((item) => outcomeOf(Object.values(objectOf(item))[0]));
}

function outcomeOf(result: Json | undefined): BulkOutcome {
  const { status, error } = objectOf(result);
  if (typeof status !== 'number') throw unreadable(BULK, 'it gives no status of a document');
  if (status >= 200 && status < 300) return { kind: 'created' };
  if (status === 409) return { kind: 'existed' };
  if (status === 404 && error === undefined) return { kind: 'absent' };
  const type = textOf(objectOf(error)['type']) ?? '';
  const reason = isJsonObject(error) ? (textOf(error['reason']) ?? '') : (textOf(error) ?? '');
  const { class: found, hint } = classifyError({ type, reason, status });
  const isOfIndex = type === 'index_closed_exception' || /^pipeline with id \[.*\] does not exist$/.test(reason);
  if (status === 400 && found === 'fatal' && !isOfIndex)
    return { kind: 'refused', reason: reasonWithoutValues(type, reason), type };
  const why = reasonWithoutValues(type || `HTTP ${status}`, reason);
  const failure = new ProviderError(`The cluster does not accept writes: ${why}.`, {
    vendorCode: type || `HTTP_${status}`,
    class: found,
    effect: 'none',
    operation: BULK,
    httpStatus: status,
    ...defined({ hint }),
  });
  return failure.mayPass ? { kind: 'postponed', error: failure } : { kind: 'impossible', error: failure };
}

/** Their sentences name a block, a queue or a breaker, and no document. */
const WITHOUT_VALUES = /^(cluster_block|es_rejected_execution|circuit_breaking|index_closed)_exception$/;

/** The error and the field it is about. A cluster's own sentence quotes the value, which belongs into no journal. */
export function reasonWithoutValues(type: string, reason: string): string {
  if (WITHOUT_VALUES.test(type) && reason !== '') return `${type}: ${reason.replace(/;$/, '').slice(0, 300)}`;
  const [, field] = /\bfield (?:name )?\[([^\]\r\n]{1,200})\]/.exec(reason) ?? [];
  const name = type || 'refused';
  return field === undefined ? name : `${name}: field ${field}`;
}

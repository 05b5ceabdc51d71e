import type { Json, JsonObject } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { TryReindexResponse } from '../generated/answers.generated.ts';

/** What a cluster found that was asked to copy one document through an ingest pipeline that does not exist. */
export type ProbeOutcome =
  | { readonly kind: 'readable' }
  | { readonly kind: 'empty' }
  /** A document could not be read, for another reason than the pipeline. */
  | { readonly kind: 'unreadable'; readonly reason: string };

export function judgeProbe(response: Json): ProbeOutcome {
  const { total, failures } = fieldsOf<TryReindexResponse>(response);
  if (total === 0) return { kind: 'empty' };
  const [first] = rowsOf<{ cause?: object }>(failures);
  const reason = textOf(objectOf(first?.cause)['reason']) ?? '';
  return /pipeline/.test(reason)
    ? { kind: 'readable' }
    : { kind: 'unreadable', reason: reason || 'no reason is given' };
}

/**
 * By which method the documents get into the copy, where a plan leaves it to what the probe finds. An index without documents
 * does not show whether the target could read one, and needs no method that is fast.
 */
export function withMethod(body: JsonObject): JsonObject {
  return { ...body, method: judgeProbe(body).kind === 'readable' ? 'remote' : 'bulk' };
}

import { type Answer, type Call, headerOf, type JsonObject, queryOf, type Refusal } from '@waybill/stand-kit';
import { BareError, ClusterError } from './cluster-error.ts';
import { filterPath } from './filter-path.ts';

/** An answer of a cluster: the parts that `filter_path` names, and the caller's own id sent back. */
export function clusterAnswer(
  call: Call,
  body: unknown,
  { status = 200, effects = 0 }: { readonly status?: number; readonly effects?: number } = {},
): Answer {
  const paths = queryOf(call, 'filter_path');
  const opaqueId = headerOf(call, 'x-opaque-id');
  return {
    status,
    headers: { ...JSON_HEADERS, ...(opaqueId === null ? {} : { 'x-opaque-id': opaqueId }) },
    body: JSON.stringify(paths === null ? body : filterPath(body, paths)),
    effects,
  };
}

export function refusalAnswer(refusal: Refusal): Answer {
  return {
    status: refusal.status,
    headers: { ...JSON_HEADERS, ...refusal.headers },
    body: JSON.stringify(errorBody(refusal)),
    effects: 0,
  };
}

/** The error as clusters write it: the cause twice, as it has one root. */
export function errorBody(refusal: Refusal): JsonObject {
  if (refusal instanceof BareError) return refusal.body;
  const shown = refusal instanceof ClusterError ? refusal.shown : { type: refusal.code, reason: refusal.message };
  return { error: { root_cause: [shown], ...shown }, status: refusal.status };
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=UTF-8' };

import {
  type Answer,
  type Call,
  defined,
  headerOf,
  isJsonObject,
  type JsonObject,
  queryOf,
  type Refusal,
} from '@waybill/stand-kit';
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
    headers: { ...JSON_HEADERS, ...defined({ 'x-opaque-id': opaqueId ?? undefined }) },
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

/** The error as clusters write it: its root once more, which is what is at the end of its causes of the same kind. */
export function errorBody(refusal: Refusal): JsonObject {
  if (refusal instanceof BareError) return refusal.body;
  const shown = refusal instanceof ClusterError ? refusal.shown : { type: refusal.code, reason: refusal.message };
  return { error: { root_cause: [rootOf(shown)], ...shown }, status: refusal.status };
}

function rootOf(shown: JsonObject): JsonObject {
  const { caused_by: cause, suppressed: _suppressed, ...own } = shown;
  return isJsonObject(cause) && SHOWN_ROOTS.includes(String(cause['type'])) ? rootOf(cause) : own;
}

/** Causes of other types are not the cluster's own, and no roots. */
const SHOWN_ROOTS = [
  'mapper_parsing_exception',
  'parsing_exception',
  'resource_not_found_exception',
  'x_content_parse_exception',
];

const JSON_HEADERS = { 'content-type': 'application/json; charset=UTF-8' };

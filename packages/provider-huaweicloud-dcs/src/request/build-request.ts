import { assertInvariant, type Json, type JsonObject, type RequestOutline } from '@waybill/core';
import { bindArguments } from '@waybill/provider-kit';
import { operationBinding } from '../operations/operation-schema.ts';

/**
 * The request of a call, made from the operation's schema: arguments named there as parameters go into path and query,
 * all others into the body. `null` counts as absent everywhere. Without a project the path keeps `{project_id}`, and an
 * argument that is still a reference keeps its text: both only ever in previews.
 */
export function buildRequest(options: {
  readonly endpoint: string;
  readonly projectId: string | undefined;
  readonly operation: string;
  readonly arguments: JsonObject;
}): RequestOutline {
  const { operation } = options;
  const binding = operationBinding(operation);
  const unknown = Object.keys(options.arguments).find((name) => !binding.arguments.includes(name));
  assertInvariant(unknown === undefined, `${operation} has an argument ${unknown}`);
  const { path, query, fields } = bindArguments(binding, options.arguments);
  const sent = options.projectId === undefined ? path : path.replace('{project_id}', options.projectId);
  const body = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, bodyValue(name, value)]));
  const hasBody = Object.keys(body).length > 0;
  return { method: binding.method, endpoint: options.endpoint, path: sent, query, ...(hasBody ? { body } : {}) };
}

/** A path with an argument missing, a reference in it or an id that would leave its segment must not be sent. */
export function isSendablePath(path: string): boolean {
  return /^(\/[A-Za-z0-9][A-Za-z0-9._~-]*)+$/.test(path);
}

/** The documents type the bandwidth as a string and show it as a number; the vendor's own clients send a string. */
function bodyValue(name: string, value: Json): Json {
  if (name === 'bandwidth_limit_mb' && typeof value === 'number') return String(value);
  return withoutNulls(value);
}

/** Several documents show explicit nulls for fields not used; leaving them out means the same. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutNulls(item));
  if (typeof value !== 'object' || value === null) return value;
  const kept: Record<string, Json> = {};
  for (const [key, child] of Object.entries(value as JsonObject)) if (child !== null) kept[key] = withoutNulls(child);
  return kept;
}

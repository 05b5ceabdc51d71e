import { assertInvariant, type Json, type JsonObject, type RequestOutline } from '@waybill/core';
import { percentEncode } from '@waybill/provider-kit';
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
  const query: Record<string, string> = {};
  const body: Record<string, Json> = {};
  let path = binding.path.replace('{project_id}', options.projectId ?? '{project_id}');
  for (const [name, value] of Object.entries(options.arguments)) {
    if (value === null) continue;
    assertInvariant(binding.arguments.includes(name), `${operation} has an argument ${name}`);
    const place = binding.parameters[name];
    if (place === 'path') path = path.replace(`{${name}}`, () => pathSegment(value));
    else if (place === 'query') query[name] = parameterText(value);
    else body[name] = bodyValue(name, value);
  }
  const hasBody = Object.keys(body).length > 0;
  return { method: binding.method, endpoint: options.endpoint, path, query, ...(hasBody ? { body } : {}) };
}

/** A path with an argument missing, a reference in it or an id that would leave its segment must not be sent. */
export function isSendablePath(path: string): boolean {
  return /^(\/[A-Za-z0-9][A-Za-z0-9._~-]*)+$/.test(path);
}

function pathSegment(value: Json): string {
  const text = parameterText(value);
  return text.includes('${{') ? text : percentEncode(text);
}

function parameterText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
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

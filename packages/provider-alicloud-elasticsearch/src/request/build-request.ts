import type { Json, JsonObject, RequestOutline } from '@waybill/core';
import { percentEncode } from '@waybill/provider-kit';
import { parseConfig } from '../config.ts';
import { apiEndpoint } from '../endpoint.ts';
import type { OperationBinding } from '../generated/schemas.generated.ts';
import { sortedEntries } from '../signing/signing-request.ts';
import { bindingOf } from './binding.ts';

/** The request of a call, unsigned. Pure; arguments may hold reference texts, which stay readable in the path. */
export function buildRequest(config: JsonObject, operation: string, args: JsonObject): RequestOutline {
  const binding = bindingOf(operation);
  const endpoint = apiEndpoint(parseConfig(config));
  return { method: binding.method, endpoint, ...buildTarget(binding, args), ...buildBody(operation, binding, args) };
}

function buildTarget(binding: OperationBinding, args: JsonObject): Pick<RequestOutline, 'path' | 'query'> {
  const query: Record<string, string> = {};
  let path = binding.path;
  for (const [name, place] of Object.entries(binding.parameters)) {
    const value = args[name];
    if (place === 'path') path = path.replace(`{${name}}`, () => pathSegment(value));
    else if (value !== undefined && value !== null) query[name] = scalarText(value);
  }
  return { path, query: Object.fromEntries(sortedEntries(query)) };
}

function pathSegment(value: Json | undefined): string {
  const text = value === undefined || value === null ? '' : scalarText(value);
  return text.includes('${{') ? text : percentEncode(text);
}

function scalarText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * CreateDataTasks takes an array of tasks, and the API echoes one; a call of ours holds one task, so that an answer is
 * about one unit alone. The other operations with a body take the object as it is.
 *
 * Source: Alibaba Cloud Elasticsearch API reference, CreateDataTasks ("Array body").
 */
function buildBody(operation: string, binding: OperationBinding, args: JsonObject): Pick<RequestOutline, 'body'> {
  if (binding.method === 'GET' || binding.method === 'DELETE') return {};
  const fields: Record<string, Json> = {};
  for (const [name, value] of Object.entries(args)) {
    if (value !== null && !Object.hasOwn(binding.parameters, name)) fields[name] = value;
  }
  return { body: operation === 'CreateDataTasks' ? [fields] : fields };
}

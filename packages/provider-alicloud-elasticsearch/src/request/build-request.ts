import type { Json, JsonObject, RequestOutline } from '@waybill/core';
import { bindArguments } from '@waybill/provider-kit';
import { sortedEntries } from '../auth/signing-request.ts';
import { parseConfig } from '../config.ts';
import { apiEndpoint } from '../endpoint/endpoints.ts';
import { bindingOf } from './binding.ts';

/** The request of a call, unsigned. Pure; arguments may hold reference texts, which stay readable in the path. */
export function buildRequest(config: JsonObject, operation: string, args: JsonObject): RequestOutline {
  const binding = bindingOf(operation);
  const endpoint = apiEndpoint(parseConfig(config));
  const { path, query, fields } = bindArguments(binding, args);
  const sorted = Object.fromEntries(sortedEntries(query));
  const hasBody = binding.method !== 'GET' && binding.method !== 'DELETE';
  return {
    method: binding.method,
    endpoint,
    path,
    query: sorted,
    ...(hasBody ? { body: bodyOf(operation, fields) } : {}),
  };
}

/**
 * CreateDataTasks takes an array of tasks, and the API echoes one; a call of ours holds one task, so that an answer is
 * about one unit alone. The other operations with a body take the object as it is.
 *
 * Source: Alibaba Cloud Elasticsearch API reference, CreateDataTasks ("Array body").
 */
function bodyOf(operation: string, fields: JsonObject): Json {
  return operation === 'CreateDataTasks' ? [fields] : fields;
}

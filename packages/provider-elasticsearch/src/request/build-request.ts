import { defined, type JsonObject, type RequestOutline } from '@waybill/core';
import { bindArguments } from '@waybill/provider-kit';
import { type ElasticsearchConfig, parseConfig } from '../config.ts';
import { clusterAddress } from '../endpoint/endpoints.ts';
import { SHOW_VERSION } from '../operations/show-version.ts';
import { bindingOf } from './binding.ts';
import { blocksBySetting } from './blocks-by-setting.ts';
import { bodyOf } from './body-of.ts';
import { atPace } from './documents-per-second.ts';
import { triesDefinitions } from './tries-definition.ts';

/**
 * What the documents give as defaults and Waybill decides otherwise: a copy is a task, reads are JSON, and a cluster that waits
 * for the shards of a new index answers before the answer counts as lost.
 */
const FIXED_QUERY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CreateIndex: { timeout: '20s' },
  Reindex: { wait_for_completion: 'false' },
  ListIndices: { format: 'json', bytes: 'b' },
  ListAllocation: { format: 'json', bytes: 'b' },
};

/** The request of a call, without credentials. Pure; arguments may hold reference texts, which stay readable in the path. */
export function buildRequest(config: JsonObject, operation: string, args: JsonObject): RequestOutline {
  if (operation === 'TryDefinition' && !triesDefinitions(args))
    return buildRequest(config, SHOW_VERSION.operation, SHOW_VERSION.arguments as JsonObject);
  const isSetting = blocksBySetting(operation, args);
  const binding = bindingOf(isSetting ? 'PutSettings' : operation);
  const parsed = parseConfig(config);
  const { origin, prefix } = clusterAddress(parsed);
  const { path, query, headers, fields } = bindArguments(binding, args);
  const body = bodyOf(operation, fields, isSetting);
  return {
    method: binding.method,
    endpoint: origin,
    path: `${prefix}${path}`,
    query: { ...FIXED_QUERY[operation], ...query, ...pacedQuery(operation, args, parsed) },
    ...defined({ headers: Object.keys(headers).length === 0 ? undefined : headers, body }),
  };
}

/** A copy begins no faster than all of them may go together; once it is seen to run, it gets its share. */
function pacedQuery(
  operation: string,
  args: JsonObject,
  { pace }: ElasticsearchConfig,
): Readonly<Record<string, string>> {
  if (operation !== 'Reindex' || pace.documentsPerMs === undefined) return {};
  const perSecond = pace.documentsPerMs * 1_000;
  return { requests_per_second: String(atPace(args['requests_per_second'], perSecond)) };
}

import { type Call, isJsonObject, type JsonObject, objectOf, queryOf, textListOf, textOf } from '@waybill/stand-kit';
import { type CallerDigest, callerOf } from './access.ts';
import { ClusterError, illegalArgument, invalidRequest, unknownField, unreadableField } from './cluster-error.ts';
import type { ClusterVersion } from './version.ts';

/** A copy as it was asked for, without passwords. */
export interface ReindexRequest {
  readonly remote: RemoteSource | null;
  readonly indices: readonly string[];
  readonly query: JsonObject | undefined;
  readonly batchSize: number;
  readonly maxDocuments: number | null;
  readonly destination: string;
  readonly destinationType: string | null;
  readonly isCreate: boolean;
  readonly isExternal: boolean;
  readonly pipeline: string | null;
  readonly proceedsOnConflicts: boolean;
  /** Infinity: not throttled. */
  readonly requestsPerSecond: number;
  /** Whether its destination is refreshed when all is copied. */
  readonly refreshes: boolean;
}

export interface RemoteSource {
  /** Scheme, host, port and path as given. */
  readonly host: string;
  /** Host and port, as the list of remotes has them. */
  readonly address: string;
  /** Whose name its calls are made in. */
  readonly user: CallerDigest | null;
}

const HOST = /^(https?):\/\/([^/:]+|\[[^\]]+\]):(\d{1,5})(\/.*)?$/;
const TOP_LEVEL = ['source', 'dest', 'conflicts', 'size', 'max_docs', 'script'];
const DESTINATION = ['index', 'type', 'op_type', 'version_type', 'pipeline', 'routing', 'require_alias'];
const SOURCE = ['remote', 'index', 'size', 'query', 'slice', 'sort', '_source', 'runtime_mappings'];
const TYPED_SOURCE = [...SOURCE, 'type'];

/** Refuses what clusters refuse before a task begins, which is the form and nothing of what it is about. */
export function readReindexRequest(call: Call, version: ClusterVersion): ReindexRequest {
  if (!isJsonObject(call.json)) throw new ClusterError(400, 'parse_exception', 'request body is required');
  const body = call.json;
  const source = objectOf(body, 'source');
  const dest = objectOf(body, 'dest');
  refuseUnknown(body, TOP_LEVEL, (name) => unknownField('reindex', name));
  refuseUnknown(source, version.hasTypeInHits ? TYPED_SOURCE : SOURCE, (name) =>
    unreadableField('reindex', 'source', unknownKey(name)),
  );
  refuseUnknown(dest, DESTINATION, (name) => unreadableField('reindex', 'dest', unknownField('dest', name)));
  const request: ReindexRequest = {
    remote: readRemote(source['remote']),
    indices: textListOf(source, 'index') ?? [...(textOf(source, 'index')?.split(',') ?? [])],
    query: isJsonObject(source['query']) ? source['query'] : undefined,
    batchSize: numberOr(source['size'], 1_000),
    maxDocuments: numberOr(body['max_docs'] ?? body['size'], null),
    destination: textOf(dest, 'index') ?? '',
    destinationType: textOf(dest, 'type'),
    isCreate: dest['op_type'] === 'create',
    isExternal: String(dest['version_type']).startsWith('external'),
    pipeline: dest['pipeline'] === '_none' ? null : textOf(dest, 'pipeline'),
    proceedsOnConflicts: body['conflicts'] === 'proceed',
    requestsPerSecond: readRequestsPerSecond(queryOf(call, 'requests_per_second')),
    refreshes: queryOf(call, 'refresh') === 'true',
  };
  refuseInvalid(request, { call, slice: source['slice'], version });
  return request;
}

/** `-1` is no limit. */
export function readRequestsPerSecond(text: string | null): number {
  if (text === null || text === '-1' || text === 'unlimited') return Number.POSITIVE_INFINITY;
  const number = Number(text);
  if (number > 0) return number;
  throw illegalArgument('[requests_per_second] must be a float greater than 0. Use -1 to disable throttling.');
}

function refuseInvalid(
  request: ReindexRequest,
  { call, slice, version }: { call: Call; slice: unknown; version: ClusterVersion },
): void {
  const slices = queryOf(call, 'slices') ?? '1';
  if (request.indices.length === 0)
    throw invalidRequest('use _all if you really want to copy from all existing indexes');
  if (request.destination === '') throw invalidRequest('index must be specified');
  if (request.isCreate && request.isExternal)
    throw invalidRequest('create operations only support internal versioning. use index instead');
  if (request.remote === null) {
    if (request.indices.includes(request.destination))
      throw invalidRequest(`reindex cannot write into an index its reading from [${request.destination}]`);
    return;
  }
  if (slices !== '1')
    throw invalidRequest(`reindex from remote sources doesn't support slices > 1 but was [${slices}]`);
  if (slice !== undefined && refusesRemoteSlice(version))
    throw invalidRequest('reindex from remote sources does not support manual slicing');
}

/** Before, a slice of a remote source was accepted and ignored. */
function refusesRemoteSlice({ isOpenSearch, major, minor }: ClusterVersion): boolean {
  return !isOpenSearch && (major > 9 || (major === 9 && minor >= 1) || (major === 8 && minor >= 19));
}

function readRemote(given: unknown): RemoteSource | null {
  if (!isJsonObject(given)) return null;
  const host = textOf(given, 'host');
  const [, scheme = '', name = '', port = ''] = HOST.exec(host ?? '') ?? [];
  if (host === null || scheme === '')
    throw unreadableField(
      'reindex',
      'source',
      illegalArgument(
        `[host] must be of the form [scheme]://[host]:[port](/[pathPrefix])? but was [${host ?? 'null'}]`,
      ),
    );
  return { host, address: `${name}:${port}`, user: callerOf(authorizationOf(given)) };
}

function authorizationOf(remote: JsonObject): string | null {
  const username = textOf(remote, 'username');
  if (username !== null)
    return `Basic ${Buffer.from(`${username}:${textOf(remote, 'password') ?? ''}`).toString('base64')}`;
  const headers = Object.entries(objectOf(remote, 'headers'));
  const [, header] = headers.find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return typeof header === 'string' ? header : null;
}

function refuseUnknown(given: JsonObject, known: readonly string[], errorOf: (name: string) => ClusterError): void {
  const unknown = Object.keys(given).find((member) => !known.includes(member));
  if (unknown !== undefined) throw errorOf(unknown);
}

function unknownKey(name: string): ClusterError {
  return new ClusterError(400, 'parsing_exception', `Unknown key for a VALUE_STRING in [${name}].`, {
    line: 1,
    col: 1,
  });
}

function numberOr<Other>(value: unknown, other: Other): number | Other {
  return typeof value === 'number' ? value : other;
}

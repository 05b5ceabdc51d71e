import { objectOf } from '@waybill/stand-kit';
import { isKnownUser, securityError } from './access.ts';
import type { Cluster } from './cluster.ts';
import { errorBody } from './cluster-answer.ts';
import { ClusterError, closedIndex, illegalArgument } from './cluster-error.ts';
import { type Documents, splitAt, totalOf } from './document-store.ts';
import { isLike } from './filter-path.ts';
import type { ReindexRequest, RemoteSource } from './read-reindex-request.ts';
import { documentsOf, resolveIndices } from './resolve-indices.ts';
import type { ElasticsearchService } from './service.ts';
import type { StoredIndex } from './stored-index.ts';
import { canRead } from './version.ts';

const MAX_RESULT_WINDOW = 10_000;

export interface FoundSource {
  readonly indices: readonly StoredIndex[];
  readonly documents: readonly Documents[];
}

/**
 * The first search of a copy: everything that it will copy, as it is now.
 *
 * @throws ClusterError with which the task ends
 */
export function findSource(request: ReindexRequest, cluster: Cluster, service: ElasticsearchService): FoundSource {
  const { remote } = request;
  const from = remote === null ? cluster : reachRemote(remote, cluster, service);
  const found = remote === null ? search(request, from) : asAnsweredBy(remote, () => search(request, from));
  for (const index of found.indices) refuseWithoutSource(index);
  const isRead = remote === null || found.documents.length === 0 || canRead(cluster.version, from.version);
  if (!isRead) throw unreadableAnswer();
  return found;
}

function search(request: ReindexRequest, from: Cluster): FoundSource {
  const resolved = resolveIndices(from, request.indices.join(','));
  for (const { index } of resolved) refuseUnreadable(index);
  if (request.batchSize > MAX_RESULT_WINDOW) throw tooLargeABatch(request.batchSize);
  const found = resolved.flatMap((each) => documentsOf(each, { cluster: from, query: request.query }));
  const { first } = splitAt(found, request.maxDocuments ?? totalOf(found));
  return { indices: resolved.map(({ index }) => index), documents: first };
}

function reachRemote(remote: RemoteSource, cluster: Cluster, { state, credentials }: ElasticsearchService): Cluster {
  if (!cluster.remotes.some((pattern) => isLike(remote.address, pattern))) throw notListed(remote, cluster);
  const from = state.remoteCluster(remote.host);
  if (from === null) throw new ClusterError(500, 'connect_exception', 'Connection refused');
  return asAnsweredBy(remote, () => {
    if (isKnownUser(remote.user, from.seed.security, credentials)) return from;
    throw securityError('unable to authenticate user for REST request [/]');
  });
}

/** What another cluster refuses is in the reason, with its whole body. */
function asAnsweredBy<Result>({ host }: RemoteSource, ask: () => Result): Result {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    const body = JSON.stringify(errorBody(error));
    const reason = `method [POST], host [${host}], URI [/_search], status line [HTTP/1.1 ${error.status}]\n${body}`;
    throw new ClusterError(error.status, 'status_exception', `body=${body}`, {
      caused_by: { type: 'response_exception', reason },
    });
  }
}

function refuseUnreadable(index: StoredIndex): void {
  if (index.isClosed) throw closedIndex(index.name, index.uuid);
  if (index.isBlocked('read'))
    throw new ClusterError(403, 'cluster_block_exception', 'blocked by: [FORBIDDEN/7/index read (api)];');
}

function refuseWithoutSource({ name, type, mappings }: StoredIndex): void {
  if (String(objectOf(mappings, '_source')['enabled']) === 'false')
    throw illegalArgument(`[${name}][${type}][1] didn't store _source`);
}

function notListed({ address }: RemoteSource, { version }: Cluster): ClusterError {
  const setting = version.remoteListSetting;
  return illegalArgument(`[${address}] not ${setting}ed in reindex.remote.${setting}`);
}

function tooLargeABatch(size: number): ClusterError {
  return illegalArgument(
    `Batch size is too large, size must be less than or equal to: [${MAX_RESULT_WINDOW}] but was [${size}]. Scroll batch sizes cost as much memory as result windows so they are controlled by the [index.max_result_window] index level setting.`,
  );
}

/** What the reader of an older line says about answers of a newer one. */
function unreadableAnswer(): ClusterError {
  return new ClusterError(
    500,
    'exception',
    'Error parsing the response, remote is likely not an Elasticsearch instance',
    {
      caused_by: {
        type: 'x_content_parse_exception',
        reason: '[1:1] [search_response] failed to parse field [hits]',
      },
    },
  );
}

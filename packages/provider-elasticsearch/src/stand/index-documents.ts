import { type Answer, isJsonObject, type JsonObject, queryOf } from '@waybill/stand-kit';
import type { Cluster } from './cluster.ts';
import { clusterAnswer } from './cluster-answer.ts';
import { closedIndex } from './cluster-error.ts';
import { bytesOf, type Documents, totalOf } from './document-store.ts';
import { documentsOf, indicesOf, resolveIndices } from './resolve-indices.ts';
import type { ClusterCall } from './service.ts';
import type { StoredIndex } from './stored-index.ts';

/** Documents that a search finds, behind aliases with a filter or a routing as well. */
export function countDocuments({ call, cluster }: ClusterCall): Answer {
  const query = isJsonObject(call.json) && isJsonObject(call.json['query']) ? call.json['query'] : undefined;
  const resolved = resolveIndices(cluster, call.params['index'] ?? '');
  for (const { index } of resolved) refuseClosed(index);
  const found = resolved.flatMap((each) => documentsOf(each, { cluster, query }));
  const shards = resolved.reduce((total, { index }) => total + index.shards, 0);
  return clusterAnswer(call, {
    count: totalOf(found),
    _shards: { total: shards, successful: shards, skipped: 0, failed: 0 },
  });
}

export function refreshIndex({ call, cluster }: ClusterCall): Answer {
  const indices = indicesOf(cluster, call.params['index'] ?? '');
  for (const index of indices) refuseClosed(index);
  for (const index of indices) index.documents.refresh();
  const total = indices.reduce((sum, index) => sum + index.shards * (1 + index.replicas(cluster.dataNodes)), 0);
  const successful = indices.reduce((sum, index) => sum + index.shards * copiesOf(index, cluster), 0);
  return clusterAnswer(call, { _shards: { total, successful, failed: 0 } });
}

/** Documents, sizes and, shard by shard, how far sequence numbers have come. */
export function showIndexStats({ call, cluster }: ClusterCall): Answer {
  const level = queryOf(call, 'level') ?? 'indices';
  const indices = indicesOf(cluster, call.params['index'] ?? '');
  for (const index of indices) refuseClosed(index);
  const shards = indices.reduce((total, index) => total + index.shards, 0);
  return clusterAnswer(call, {
    _shards: { total: shards, successful: shards, failed: 0 },
    _all: sumsOf(indices.flatMap((index) => index.documents.find())),
    ...(level === 'cluster'
      ? {}
      : { indices: Object.fromEntries(indices.map((index) => [index.name, showOne(index, cluster, level)])) }),
  });
}

/** How often indices were searched and written. */
export function showIndexUsage({ call, cluster }: ClusterCall): Answer {
  const indices = indicesOf(cluster, call.params['index'] ?? '');
  for (const index of indices) refuseClosed(index);
  const shards = indices.reduce((total, index) => total + index.shards, 0);
  const sums = {
    search: { query_total: indices.reduce((total, { searches }) => total + searches, 0) },
    get: { total: 0 },
    indexing: {
      index_total: indices.reduce((total, { documents }) => total + documents.indexed, 0),
      delete_total: indices.reduce((total, { documents }) => total + documents.deletions, 0),
    },
  };
  return clusterAnswer(call, {
    _shards: { total: shards, successful: shards, failed: 0 },
    _all: { primaries: sums, total: sums },
  });
}

function showOne(index: StoredIndex, cluster: Cluster, level: string): JsonObject {
  const sums = { uuid: index.uuid, ...sumsOf(index.documents.find()) };
  if (level !== 'shards') return sums;
  const shards = index.documents.maxSeqNos().map((maxSeqNo, shard) => [
    String(shard),
    [
      {
        routing: { state: 'STARTED', primary: true, node: cluster.nodeId, relocating_node: null },
        seq_no: { max_seq_no: maxSeqNo, local_checkpoint: maxSeqNo, global_checkpoint: maxSeqNo },
      },
    ],
  ]);
  return { ...sums, shards: Object.fromEntries(shards) };
}

function sumsOf(found: readonly Documents[]): JsonObject {
  const sums = {
    docs: { count: totalOf(found), deleted: 0 },
    store: { size_in_bytes: bytesOf(found), reserved_in_bytes: 0 },
  };
  return { primaries: sums, total: sums };
}

function copiesOf(index: StoredIndex, cluster: Cluster): number {
  return 1 + Math.min(index.replicas(cluster.dataNodes), cluster.dataNodes - 1);
}

export function refuseClosed(index: StoredIndex): void {
  if (index.isClosed) throw closedIndex(index.name, index.uuid);
}

import { type Answer, type JsonObject, queryOf } from '@waybill/stand-kit';
import type { Cluster } from './cluster.ts';
import { clusterAnswer } from './cluster-answer.ts';
import type { ClusterCall } from './service.ts';
import type { StoredIndex } from './stored-index.ts';

type Health = 'green' | 'yellow' | 'red';

const RANK: Readonly<Record<Health, number>> = { red: 0, yellow: 1, green: 2 };
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * What a cluster answers at the end of its wait. The wait itself is left out: a status that will be there in time is
 * there, and for one that will not the answer is 408.
 */
export function showIndexHealth({ call, cluster, service }: ClusterCall): Answer {
  const names = (call.params['index'] ?? '').split(',');
  const indices = names.map((name) => findIndex(cluster, name)).filter((index) => index !== null);
  const wanted = queryOf(call, 'wait_for_status');
  const nowMs = service.world.nowMs();
  const healthBy = (atMs: number): Health =>
    indices.length < names.length ? 'red' : lowest(indices.map((index) => healthOf(index, cluster, atMs)));
  const isLater = wanted === 'green' || wanted === 'yellow';
  const atMs = isLater && RANK[healthBy(nowMs)] < RANK[wanted] ? nowMs + timeoutOf(queryOf(call, 'timeout')) : nowMs;
  const status = healthBy(atMs);
  const isTimedOut = indices.length < names.length || (isLater && RANK[status] < RANK[wanted]);
  const body = {
    cluster_name: cluster.name,
    status,
    timed_out: isTimedOut,
    ...masterOf(cluster),
    ...countsOf(indices, cluster, atMs),
  };
  return clusterAnswer(call, body, { status: isTimedOut ? 408 : 200 });
}

function masterOf({ version }: Cluster): JsonObject {
  return version.isOpenSearch ? { discovered_master: true, discovered_cluster_manager: true } : {};
}

function findIndex(cluster: Cluster, name: string): StoredIndex | null {
  return cluster.indices.get(name) ?? cluster.indicesByName.find(({ aliases }) => aliases.has(name)) ?? null;
}

/** Yellow: primaries are there, and not all replicas. */
function healthOf(index: StoredIndex, cluster: Cluster, atMs: number): Health {
  return missingReplicas(index, cluster, atMs) === 0 ? 'green' : 'yellow';
}

/** Of each shard. A node holds one copy of a shard at most. */
function missingReplicas(index: StoredIndex, cluster: Cluster, atMs: number): number {
  const replicas = index.replicas(cluster.dataNodes);
  if (atMs < index.replicasReadyAtMs) return replicas;
  return Math.max(0, replicas - (cluster.dataNodes - 1));
}

function countsOf(indices: readonly StoredIndex[], cluster: Cluster, atMs: number): JsonObject {
  const sum = (count: (index: StoredIndex) => number): number =>
    indices.reduce((total, index) => total + index.shards * count(index), 0);
  const primaries = sum(() => 1);
  const missing = sum((index) => missingReplicas(index, cluster, atMs));
  const initializing = sum((index) =>
    atMs < index.replicasReadyAtMs ? Math.min(index.replicas(cluster.dataNodes), cluster.dataNodes - 1) : 0,
  );
  const wanted = sum((index) => index.replicas(cluster.dataNodes));
  return {
    number_of_nodes: cluster.dataNodes,
    number_of_data_nodes: cluster.dataNodes,
    active_primary_shards: primaries,
    active_shards: primaries + wanted - missing,
    relocating_shards: 0,
    initializing_shards: initializing,
    unassigned_shards: missing - initializing,
    delayed_unassigned_shards: 0,
    number_of_pending_tasks: 0,
    number_of_in_flight_fetch: 0,
    task_max_waiting_in_queue_millis: 0,
    active_shards_percent_as_number:
      primaries + wanted === 0 ? 100 : (100 * (primaries + wanted - missing)) / (primaries + wanted),
  };
}

function lowest(all: readonly Health[]): Health {
  return all.toSorted((left, right) => RANK[left] - RANK[right])[0] ?? 'green';
}

function timeoutOf(text: string | null): number {
  const [, number, unit = 's'] = /^(\d+)(ms|s|m|h)$/.exec(text ?? '') ?? [];
  return number === undefined ? DEFAULT_TIMEOUT_MS : Number(number) * (UNIT_MS[unit] ?? 1_000);
}

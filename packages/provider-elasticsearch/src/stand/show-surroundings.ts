import { type Answer, queryOf } from '@waybill/stand-kit';
import type { Cluster } from './cluster.ts';
import { clusterAnswer } from './cluster-answer.ts';
import { bytesOf } from './document-store.ts';
import type { ClusterCall } from './service.ts';
import { nodeName } from './show-nodes.ts';

const DISK_BYTES = 500_000_000_000;
const SHARDS_PER_NODE = 1_000;

/** The part of the state that is about neither nodes nor indices. */
export function showClusterState({ call, cluster }: ClusterCall): Answer {
  const { seed, uuid } = cluster;
  const templates = Object.entries(seed.templates ?? {}).map(
    ([name, patterns]) =>
      [name, { order: 0, index_patterns: patterns, settings: {}, mappings: {}, aliases: {} }] as const,
  );
  return clusterAnswer(call, {
    cluster_name: cluster.name,
    cluster_uuid: uuid,
    metadata: {
      cluster_uuid: uuid,
      templates: Object.fromEntries(templates),
      ingest: { pipeline: (seed.pipelines ?? []).map((id) => ({ id, config: { processors: [] } })) },
    },
  });
}

/** Rows of `_cat/allocation`: every column is text. */
export function listAllocation({ call, cluster }: ClusterCall): Answer {
  const columns = queryOf(call, 'h')?.split(',') ?? null;
  const indices = cluster.indicesByName;
  const held = {
    shards: indices.reduce((sum, index) => sum + index.shards * (1 + index.replicas(cluster.dataNodes)), 0),
    bytes: indices.reduce((sum, index) => sum + bytesOf(index.documents.find()), 0),
  };
  const rows = Array.from({ length: cluster.dataNodes }, (_, number) => rowOf(cluster, number, held));
  const shown = rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => columns === null || columns.includes(name))),
  );
  return clusterAnswer(call, shown);
}

/** What all nodes together have. */
interface Held {
  readonly shards: number;
  readonly bytes: number;
}

function rowOf(cluster: Cluster, number: number, { shards, bytes }: Held): Readonly<Record<string, string>> {
  const free = cluster.seed.freeBytes ?? DISK_BYTES;
  const total = Math.max(DISK_BYTES, free);
  return {
    shards: String(Math.ceil(shards / cluster.dataNodes)),
    'disk.indices': String(bytes),
    'disk.used': String(total - free),
    'disk.avail': String(free),
    'disk.total': String(total),
    'disk.percent': String(Math.floor(((total - free) / total) * 100)),
    host: `10.0.0.${number + 1}`,
    ip: `10.0.0.${number + 1}`,
    node: nodeName(number),
  };
}

/** Values are texts, as clusters show them. */
export function showClusterSettings({ call, cluster }: ClusterCall): Answer {
  const most = cluster.seed.maxShardsPerNode;
  const own = { max_shards_per_node: String(most ?? SHARDS_PER_NODE) };
  const defaults = cluster.version.hasTypes ? own : { ...own, auto_shrink_voting_configuration: 'true' };
  return clusterAnswer(call, {
    persistent: most === undefined ? {} : { cluster: own },
    transient: {},
    ...(queryOf(call, 'include_defaults') === 'true' ? { defaults: { cluster: defaults } } : {}),
  });
}

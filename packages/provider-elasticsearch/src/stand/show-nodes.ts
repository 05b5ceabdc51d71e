import { type Answer, defined, type JsonObject } from '@waybill/stand-kit';
import { type Cluster, nodeIdOf } from './cluster.ts';
import { clusterAnswer } from './cluster-answer.ts';
import type { ClusterCall } from './service.ts';

/** `GET /` of a cluster. */
export function showCluster({ call, cluster }: ClusterCall): Answer {
  const { version } = cluster;
  return clusterAnswer(call, {
    name: nodeName(0),
    cluster_name: cluster.name,
    cluster_uuid: cluster.uuid,
    version: {
      ...(version.isOpenSearch ? { distribution: 'opensearch' } : { build_flavor: 'default' }),
      number: version.number,
      build_type: 'tar',
      build_snapshot: false,
    },
    tagline: version.isOpenSearch ? 'The OpenSearch Project: https://opensearch.org/' : 'You Know, for Search',
  });
}

/** Of all nodes, the one that answers, or those named. */
export function showNodes({ call, cluster }: ClusterCall): Answer {
  const { node_id: wanted = '_all', metric = '' } = call.params;
  const all = Array.from({ length: cluster.dataNodes }, (_, number) => number);
  const shown = all.filter((number) => isMeant(wanted, number, cluster));
  return clusterAnswer(call, {
    _nodes: { total: shown.length, successful: shown.length, failed: 0 },
    cluster_name: cluster.name,
    nodes: Object.fromEntries(
      shown.map((number) => [
        nodeIdOf(cluster.name, number),
        { ...showNodeHead(cluster, number), version: cluster.version.number, ...showMetric(metric, cluster, number) },
      ]),
    ),
  });
}

/** What every answer about a node begins with. */
export function showNodeHead({ version }: Cluster, number: number): JsonObject {
  const ip = `10.0.0.${number + 1}`;
  return {
    name: nodeName(number),
    transport_address: `${ip}:9300`,
    host: ip,
    ip,
    roles: [version.isOpenSearch && version.major >= 2 ? 'cluster_manager' : 'master', 'data', 'ingest'],
  };
}

function isMeant(wanted: string, number: number, cluster: Cluster): boolean {
  return wanted.split(',').some((part) => {
    if (part === '_all' || part === '*') return true;
    return part === '_local' ? number === 0 : part === nodeIdOf(cluster.name, number) || part === nodeName(number);
  });
}

function showMetric(metric: string, cluster: Cluster, number: number): JsonObject {
  switch (metric) {
    case 'settings':
      return { settings: settingsOf(cluster, number) };
    case 'http':
      return {
        http: {
          bound_address: ['[::]:9200'],
          publish_address: `10.0.0.${number + 1}:9200`,
          max_content_length_in_bytes: 104_857_600,
        },
      };
    case 'os':
      return { os: { name: 'Linux', arch: 'amd64', available_processors: 2, allocated_processors: 2 } };
    default:
      return {};
  }
}

/** An empty list of remotes is not among the settings. */
function settingsOf({ name, remotes, version }: Cluster, number: number): JsonObject {
  const list = { remote: { [version.remoteListSetting]: remotes.join(',') } };
  return {
    cluster: { name },
    node: { name: nodeName(number) },
    path: { home: '/usr/share/search' },
    ...defined({ reindex: remotes.length === 0 ? undefined : list }),
  };
}

export function nodeName(number: number): string {
  return `node-${number + 1}`;
}

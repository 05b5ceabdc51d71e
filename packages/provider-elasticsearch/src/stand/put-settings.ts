import { type Answer, isJsonObject } from '@waybill/stand-kit';
import { refuseStaticSettings, refuseUnknownAnalysis, refuseUnknownSettings } from './check-settings.ts';
import { clusterAnswer } from './cluster-answer.ts';
import { ClusterError, illegalArgument } from './cluster-error.ts';
import { readSettings } from './index-settings.ts';
import { indicesOf } from './resolve-indices.ts';
import type { ClusterCall } from './service.ts';

const BLOCKS = ['metadata', 'read', 'read_only', 'write'];

/** Changes settings of open indices; all of them or none. */
export function putSettings({ call, cluster, service }: ClusterCall): Answer {
  if (!isJsonObject(call.json)) throw new ClusterError(400, 'parse_exception', 'request body is required');
  const change = readSettings(isJsonObject(call.json['settings']) ? call.json['settings'] : call.json);
  const indices = indicesOf(cluster, call.params['index'] ?? '');
  refuseUnknownSettings(change, cluster.version);
  refuseUnknownAnalysis(change);
  for (const index of indices) refuseStaticSettings(change, index);
  for (const index of indices) {
    const before = index.replicas(cluster.dataNodes);
    index.change(change);
    if (index.replicas(cluster.dataNodes) <= before) continue;
    const workName = `${cluster.name}/${index.name}/${service.world.nowMs()}`;
    index.replicasReadyAtMs = service.world.nowMs() + service.world.durationMs('elasticsearchReplicasMs', workName);
  }
  return clusterAnswer(call, { acknowledged: true }, { effects: 1 });
}

/** From 7.9 on; before, the path is that of a document, whose body is missing. */
export function addIndexBlock({ call, cluster }: ClusterCall): Answer {
  const { index: expression = '', block = '' } = call.params;
  if (!cluster.version.hasIndexBlocks) throw new ClusterError(400, 'parse_exception', 'request body is required');
  if (!BLOCKS.includes(block)) throw illegalArgument(`No block found with name ${block}`);
  const indices = indicesOf(cluster, expression);
  for (const index of indices) index.change(new Map([[`blocks.${block}`, 'true']]));
  return clusterAnswer(
    call,
    {
      acknowledged: true,
      shards_acknowledged: true,
      indices: indices.map(({ name }) => ({ name, blocked: true })),
    },
    { effects: 1 },
  );
}

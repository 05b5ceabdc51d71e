import type { AlicloudService } from './service.ts';
import type { AlicloudClusterSeed } from './settings.ts';

/** How a cluster can be addressed in a data-task request. */
export interface ClusterAddress {
  readonly endpoint: string | null;
  readonly vpcInstanceId: string | null;
  readonly vpcIp: string | null;
  readonly instanceId?: string | null;
}

/** A cluster as the service can see it. */
export interface VisibleCluster {
  readonly isConnectable: boolean;
  readonly indices: readonly string[];
  hasIndex(index: string): boolean;
  settingsOf(index: string): string;
  /** Null when nothing says which type the index has. `type` is the one that was asked for. */
  mappingOf(index: string, type: string | null): string | null;
}

/** What an unseeded cluster lists. It is assumed to hold any index it is asked for. */
const SAMPLE_INDICES = ['product_info', 'orders'];
const SAMPLE_SETTINGS = '{"index":{"number_of_shards":"5","number_of_replicas":"1"}}';
const SAMPLE_PROPERTIES = { id: { type: 'keyword' }, name: { type: 'text' } };

/** A seeded cluster, an instance of the service, or a cluster somewhere else that is taken to be in order. */
export function clusterAt(address: ClusterAddress, service: AlicloudService): VisibleCluster {
  const names = namesOf(address);
  const seed = service.world.settings().clusters.find((candidate) => names.includes(candidate.address));
  if (seed !== undefined) return seededCluster(seed);
  const seededIds = new Set(service.world.settings().instances.map((instance) => instance.instanceId));
  const id = names.find((name) => seededIds.has(name)) ?? address.instanceId ?? null;
  const instance = id === null ? null : service.state.instance(id);
  if (instance === null) return assumedCluster();
  const indices = service.state.indicesOf(instance);
  return {
    isConnectable: instance.status === 'active',
    indices,
    hasIndex: (index) => indices.includes(index),
    settingsOf: (index) => service.state.sinkOf(instance, index)?.settings ?? SAMPLE_SETTINGS,
    mappingOf: (index, type) => service.state.sinkOf(instance, index)?.mapping ?? assumedMapping(type),
  };
}

/** Everything the address may be known by; `es-cn-…-worker` names the instance `es-cn-…`. */
function namesOf(address: ClusterAddress): readonly string[] {
  const { endpoint, vpcInstanceId, vpcIp, instanceId } = address;
  const workerOf = vpcInstanceId?.replace(/-worker$/, '') ?? null;
  return [endpoint, vpcInstanceId, workerOf, vpcIp, instanceId].filter((name) => typeof name === 'string');
}

function seededCluster(seed: AlicloudClusterSeed): VisibleCluster {
  const indices = seed.indices ?? {};
  return {
    isConnectable: seed.connectable ?? true,
    indices: Object.keys(indices),
    hasIndex: (index) => Object.hasOwn(indices, index),
    settingsOf: (index) => indices[index]?.settings ?? SAMPLE_SETTINGS,
    mappingOf: (index, type) => indices[index]?.mapping ?? assumedMapping(type),
  };
}

function assumedCluster(): VisibleCluster {
  return {
    isConnectable: true,
    indices: SAMPLE_INDICES,
    hasIndex: () => true,
    settingsOf: () => SAMPLE_SETTINGS,
    mappingOf: (_index, type) => assumedMapping(type),
  };
}

/** An index that nobody described is taken to have the type that is asked for, and says none when none is asked for. */
function assumedMapping(type: string | null): string | null {
  return type === null ? null : JSON.stringify({ [type]: { properties: SAMPLE_PROPERTIES } });
}

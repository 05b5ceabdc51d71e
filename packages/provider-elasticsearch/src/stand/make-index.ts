import type { JsonObject } from '@waybill/stand-kit';
import { type Cluster, idFrom } from './cluster.ts';
import { changeSettings, type SettingsChange } from './index-settings.ts';
import type { ElasticsearchService } from './service.ts';
import { type AliasOptions, StoredIndex } from './stored-index.ts';

export interface NewIndex {
  readonly name: string;
  readonly type: string;
  readonly settings: SettingsChange;
  readonly mappings: JsonObject;
  readonly aliases?: ReadonlyMap<string, AliasOptions>;
}

/** Adds an index that nothing forbids. Its replicas come later. */
export function makeIndex(given: NewIndex, cluster: Cluster, { world }: ElasticsearchService): StoredIndex {
  const nowMs = world.nowMs();
  const index = new StoredIndex({
    ...given,
    uuid: idFrom(`${cluster.name}/${given.name}/${cluster.created.length}`),
    createdAtMs: nowMs,
    settings: changeSettings(defaultsOf(cluster), given.settings),
    aliases: given.aliases ?? new Map(),
  });
  index.replicasReadyAtMs = nowMs + world.durationMs('elasticsearchReplicasMs', `${cluster.name}/${given.name}`);
  cluster.indices.set(given.name, index);
  cluster.created.push(given.name);
  return index;
}

/** Up to 6.x an index had five shards where a request did not say otherwise. */
function defaultsOf({ version }: Cluster): ReadonlyMap<string, string> {
  return new Map([
    ['number_of_shards', version.hasTypes ? '5' : '1'],
    ['number_of_replicas', '1'],
  ]);
}

import type { ClusterVersion } from './version.ts';

export interface SettingRule {
  /** Of the full name. */
  readonly name: RegExp;
  readonly why: string;
  /** @default always */
  readonly holds?: (target: ClusterVersion) => boolean;
}

const isNewElasticsearch = ({ family, major }: ClusterVersion): boolean => family === 'Elasticsearch' && major >= 8;

/**
 * Settings that a new index cannot have, or should not take from another one: each was refused, or did harm, on a real
 * cluster.
 */
export const LEFT_OUT: readonly SettingRule[] = [
  {
    name: /^index\.(uuid|creation_date|creation_date_string|provided_name|history_uuid|verified_before_close|frozen)$/,
    why: 'the cluster sets it itself',
  },
  { name: /^index\.(version|resize|shrink)\./, why: 'the cluster sets it itself' },
  { name: /^index\.routing\.allocation\.initial_recovery\./, why: 'the cluster sets it itself' },
  { name: /^index\.search\.throttled$/, why: 'the cluster sets it itself' },
  { name: /^index\.(mapper\.dynamic|mapping\.single_type)$/, why: 'it exists in version 5 and older only' },
  {
    name: /^index\.(lifecycle|xpack|opendistro|plugins)\./,
    why: 'it belongs to a plugin, which would mistake the copy for the original',
  },
  {
    name: /^index\.routing\.allocation\.(require|include|exclude)\./,
    why: 'it names nodes of the source cluster, without which the copy would stay red',
  },
  {
    name: /^index\.routing\.allocation\.(enable|total_shards_per_node)$/,
    why: 'it is for the nodes of the source cluster, and the copy could stay red',
  },
  { name: /^index\.write\.wait_for_active_shards$/, why: 'the index is filled without replicas' },
  { name: /^index\.blocks\./, why: 'it would block all writes' },
  { name: /^index\.auto_expand_replicas$/, why: 'replicas are created once, after the copy' },
  { name: /^index\.(default_pipeline|final_pipeline)$/, why: 'documents would pass through it a second time' },
  {
    name: /^index\.soft_deletes\.enabled$/,
    why: 'it can no longer be chosen',
    holds: ({ family, major }) => (family === 'Elasticsearch' ? major >= 8 : major >= 2),
  },
  {
    name: /^index\.replication\./,
    why: 'only OpenSearch has it, from version 2 on',
    holds: ({ family, major }) => family === 'Elasticsearch' || major < 2,
  },
  { name: /^index\.translog\.retention\./, why: 'it no longer exists', holds: isNewElasticsearch },
  { name: /^index\.(indexing|search)\.slowlog\.level$/, why: 'it no longer exists', holds: isNewElasticsearch },
];

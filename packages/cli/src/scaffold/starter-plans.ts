/** A plan to start from, for one kind: complete and correct as it is, with the places that everybody changes marked. */
export interface StarterPlan {
  readonly provider: string;
  readonly kind: string;
  /** One line for a menu. */
  readonly title: string;
  /** Environment variables that hold the secrets of the plan. */
  readonly secrets: readonly string[];
  /** Environment variables of the vendor's usual credentials. */
  readonly credentials: readonly string[];
  readonly text: (name: string) => string;
}

export const STARTER_PLANS: readonly StarterPlan[] = [
  {
    provider: 'alicloud-elasticsearch',
    kind: 'index-migration',
    title: 'move indices into an Alibaba Cloud Elasticsearch instance',
    secrets: ['ES_SOURCE_PASSWORD', 'ES_SINK_PASSWORD'],
    credentials: ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
    text: indexMigration,
  },
  {
    provider: 'huaweicloud-dcs',
    kind: 'online-migration',
    title: 'move a running Redis into a DCS instance',
    secrets: ['REDIS_SOURCE_PASSWORD', 'REDIS_TARGET_PASSWORD'],
    credentials: ['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK'],
    text: onlineMigration,
  },
  {
    provider: 'huaweicloud-dcs',
    kind: 'backup-import',
    title: 'fill a DCS instance from Redis backups',
    secrets: ['REDIS_TARGET_PASSWORD'],
    credentials: ['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK'],
    text: backupImport,
  },
];

function indexMigration(name: string): string {
  return `version: 1
name: ${name}
description: Move indices into the managed Elasticsearch

inputs:
  sink:
    description: The Elasticsearch instance that receives the indices
    default: es-cn-n6w1o1x0w001c  # yours

secrets:  # references: the values never reach plan, preview, state or log
  es_source: { env: ES_SOURCE_PASSWORD }
  es_sink: { env: ES_SINK_PASSWORD }

providers:
  search:
    type: alicloud-elasticsearch
    region: cn-beijing
    # Never more than this, over retries, polls and resumed runs:
    limits: { requests: 20/s, in_flight: 4, active: 5 }

migrations:
  orders:
    uses: search.index-migration
    # One unit for each index:
    for_each: [orders-2024, orders-2025]
    with:  # the vendor's own field names
      InstanceId: \${{ inputs.sink }}
      sourceCluster:
        endpoint: http://10.20.0.5:9200  # yours
        username: elastic
        password: \${{ secrets.es_source }}
        index: \${{ each.key }}
        type: _doc
      sinkCluster:
        username: elastic
        password: \${{ secrets.es_sink }}
        index: \${{ each.key }}
        type: _doc
        # Settings and mapping of the new index, as GET <index> of the source shows them:
        settings: { index: { number_of_shards: "5", number_of_replicas: "0" } }
        mapping: { _doc: { properties: { id: { type: keyword } } } }
`;
}

function onlineMigration(name: string): string {
  return `version: 1
name: ${name}
description: Move Redis into DCS

secrets:  # references: the values never reach plan, preview, state or log
  redis_source: { env: REDIS_SOURCE_PASSWORD }
  redis_target: { env: REDIS_TARGET_PASSWORD }

providers:
  cache:
    type: huaweicloud-dcs
    # Open Telekom Cloud; for Huawei Cloud write cloud: huaweicloud
    cloud: otc
    region: eu-de
    project_id: 666486c2d9b948c1bbea57e714d744fa  # yours
    # Never more than this, over retries, polls and resumed runs:
    limits: { requests: 5/s, active: 5, active_per_target: 1 }

migrations:
  sessions:
    uses: cache.online-migration
    for_each:  # the key names the unit; the value is free
      shop: { source: 192.168.1.10:6379, target: cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd }
    # Waits at a gate when the copy has caught up; \`waybill approve\` opens it:
    cutover: { mode: manual, lag_for: 30s }
    with:  # the vendor's own field names
      name: \${{ each.key }}-sessions
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481  # yours, like the next two
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: incremental_migration
      source_instance: { addrs: "\${{ each.value.source }}", password: "\${{ secrets.redis_source }}" }
      target_instance: { id: "\${{ each.value.target }}", password: "\${{ secrets.redis_target }}" }
`;
}

function backupImport(name: string): string {
  return `version: 1
name: ${name}
description: Fill DCS instances from backups

secrets:  # references: the values never reach plan, preview, state or log
  redis_target: { env: REDIS_TARGET_PASSWORD }

providers:
  cache:
    type: huaweicloud-dcs
    # Open Telekom Cloud; for Huawei Cloud write cloud: huaweicloud
    cloud: otc
    region: eu-de
    project_id: 666486c2d9b948c1bbea57e714d744fa  # yours
    # Never more than this, over retries, polls and resumed runs:
    limits: { requests: 5/s, active: 4 }

migrations:
  archives:
    uses: cache.backup-import
    for_each:  # the key names the unit; the value is free
      archive-2024: { file: redis-2024.rdb, target: cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd }
    with:  # the vendor's own field names
      task_name: \${{ each.key }}
      backup_files:
        file_source: self_build_obs
        bucket_name: redis-backups  # yours, in the same region
        files: [{ file_name: "\${{ each.value.file }}" }]
      target_instance: { id: "\${{ each.value.target }}", password: "\${{ secrets.redis_target }}" }
`;
}

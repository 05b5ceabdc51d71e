/** What `busyPlan` declares, and what the sandbox must never see exceeded. */
export const BUSY_LIMITS = { callsPerSecond: 40, inFlight: 3, active: 6, activePerDcsTarget: 1 } as const;

/** Units, by what each of them leaves at the vendors. */
export const BUSY_COUNTS = { units: 40, dataTasks: 16, imports: 9, onlineTasks: 13, machines: 2 } as const;

/** Short enough for hundreds of tasks in a test, long enough for tasks to overlap. */
export const BUSY_DURATIONS = {
  alicloudPendingMs: 60,
  alicloudRunningMs: 250,
  dcsMachineCreationMs: 150,
  dcsJobMs: 150,
  dcsFullSyncMs: 200,
  dcsCatchUpMs: 100,
  dcsStopMs: 80,
  dcsExchangeMs: 100,
  dcsImportMs: 250,
} as const;

/**
 * A plan of 40 units over both providers: all three kinds, every cut-over, plain operations with and without a wait, and
 * `needs:` between them. Plans with different names meet nothing of each other at the vendors.
 */
export function busyPlan(name: string, number: number): string {
  return `version: 1
name: ${name}
inputs:
  search_endpoint: { description: Address of the sandbox }
  cache_endpoint: { description: Address of the sandbox }
  project_id: { description: Project of the sandbox's credentials }
secrets:
  es_source: { env: ES_SOURCE_PASSWORD }
  es_sink: { env: ES_SINK_PASSWORD }
  redis: { env: REDIS_PASSWORD }
  dcs: { env: DCS_PASSWORD }
providers:
  search:
    type: alicloud-elasticsearch
    region: cn-beijing
    endpoint: \${{ inputs.search_endpoint }}
    limits: { requests: ${BUSY_LIMITS.callsPerSecond}/s, in_flight: ${BUSY_LIMITS.inFlight}, active: ${BUSY_LIMITS.active} }
    polling: { initial_interval: 100ms, max_interval: 200ms }
  cache:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: \${{ inputs.cache_endpoint }}
    project_id: \${{ inputs.project_id }}
    settle: 400ms
    limits: { requests: ${BUSY_LIMITS.callsPerSecond}/s, in_flight: ${BUSY_LIMITS.inFlight}, active: ${BUSY_LIMITS.active}, active_per_target: ${BUSY_LIMITS.activePerDcsTarget} }
    polling: { initial_interval: 100ms, max_interval: 200ms }
defaults:
  timeout: 5m
  retry: { max_attempts: 6, initial_interval: 100ms, backoff_coefficient: 2, max_interval: 1s }
migrations:
  orders:
    uses: search.index-migration
    for_each: [a, b, c, d, e, f]
    with: &index
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster:
        endpoint: http://10.20.0.5:9200
        username: elastic
        password: \${{ secrets.es_source }}
        index: ${name}-orders-\${{ each.key }}
        type: _doc
      sinkCluster: &sink
        username: elastic
        password: \${{ secrets.es_sink }}
        index: ${name}-orders-\${{ each.key }}
        type: _doc
        settings: { index: { number_of_shards: "1" } }
        mapping: { _doc: { properties: { id: { type: keyword } } } }
  logs:
    uses: search.index-migration
    cleanup: delete
    needs: ["orders[a]"]
    for_each: [a, b, c, d]
    with:
      <<: *index
      sinkCluster: { <<: *sink, index: "${name}-logs-\${{ each.key }}" }
  plain:
    uses: search.CreateDataTasks
    for_each: [a, b, c, d, e, f]
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster: { dataSourceType: elasticsearch, endpoint: "http://10.20.0.5:9200", index: "${name}-plain-\${{ each.key }}", type: _doc }
      sinkCluster:
        dataSourceType: elasticsearch
        username: elastic
        password: \${{ secrets.es_sink }}
        index: ${name}-plain-\${{ each.key }}
        type: _doc
        settings: "{}"
        mapping: '{"_doc":{}}'
  archives:
    uses: cache.backup-import
    for_each: { a: ${uuid(number, 10)}, b: ${uuid(number, 11)}, c: ${uuid(number, 12)}, d: ${uuid(number, 13)}, e: ${uuid(number, 14)}, f: ${uuid(number, 15)} }
    with: &import
      task_name: ${name}-archive-\${{ each.key }}
      backup_files:
        file_source: self_build_obs
        bucket_name: backups
        files: [{ file_name: "\${{ each.key }}.rdb" }]
      target_instance: { id: "\${{ each.value }}", password: "\${{ secrets.dcs }}" }
  restores:
    uses: cache.CreateMigrationTask
    shared_target: a and b wait for a place on one target
    needs: ["archives[a]"]
    for_each: { a: ${uuid(number, 20)}, b: ${uuid(number, 20)}, c: ${uuid(number, 21)} }
    with:
      <<: *import
      task_name: ${name}-restore-\${{ each.key }}
      migration_type: backupfile_import
      migration_method: full_amount_migration
  caches:
    uses: cache.online-migration
    for_each: { a: ${uuid(number, 30)}, b: ${uuid(number, 31)}, c: ${uuid(number, 32)}, d: ${uuid(number, 33)}, e: ${uuid(number, 34)} }
    with: &redis
      name: ${name}-cache-\${{ each.key }}
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: full_amount_migration
      source_instance: { addrs: "192.168.1.10:6379", password: "\${{ secrets.redis }}" }
      target_instance: { id: "\${{ each.value }}", password: "\${{ secrets.dcs }}" }
  sessions:
    uses: cache.online-migration
    needs: ["caches[a]"]
    cutover: { mode: manual, lag_for: 100ms }
    cleanup: delete
    for_each: { a: ${uuid(number, 40)}, b: ${uuid(number, 41)}, c: ${uuid(number, 42)}, d: ${uuid(number, 43)} }
    with:
      <<: *redis
      name: ${name}-sessions-\${{ each.key }}
      migration_method: incremental_migration
  rankings:
    uses: cache.online-migration
    needs: [logs]
    cutover:
      mode: exchange-ip
      lag_for: 100ms
      exchanged_ip: [192.168.4.10, 192.168.4.20]
      is_exchange_domain: false
    for_each: { a: [${uuid(number, 50)}, ${uuid(number, 51)}], b: [${uuid(number, 52)}, ${uuid(number, 53)}] }
    with:
      <<: *redis
      name: ${name}-rankings-\${{ each.key }}
      migration_method: incremental_migration
      source_instance: { id: "\${{ each.value[0] }}", password: "\${{ secrets.dcs }}" }
      target_instance: { id: "\${{ each.value[1] }}", password: "\${{ secrets.dcs }}" }
  machines:
    uses: cache.CreateOnlineMigrationTask
    for_each: [a, b]
    with:
      name: ${name}-machine-\${{ each.key }}
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
  start:
    uses: cache.SetOnlineMigrationTask
    for_each: { a: ${uuid(number, 60)}, b: ${uuid(number, 61)} }
    with:
      task_id: \${{ migrations.machines[each.key].outputs.task_id }}
      migration_method: full_amount_migration
      resume_mode: auto
      source_instance: { addrs: "192.168.1.11:6379", password: "\${{ secrets.redis }}" }
      target_instance: { id: "\${{ each.value }}", password: "\${{ secrets.dcs }}" }
`;
}

function uuid(plan: number, instance: number): string {
  return `${String(instance).padStart(8, '0')}-0000-4000-8000-${String(plan).padStart(12, '0')}`;
}

/** Both providers, every way to sign in, and secrets from variables and from files in `folder`. */
export function secretsPlan(folder: string): string {
  return `version: 1
name: secrets
inputs:
  search_endpoint: { description: Address of the sandbox }
  cache_endpoint: { description: Address of the sandbox }
  project_id: { description: Project of the sandbox's credentials }
secrets:
  es_source: { env: ES_SOURCE }
  es_sink: { file: ${folder}/ES_SINK }
  redis: { env: REDIS }
  dcs: { file: ${folder}/DCS }
  iam: { env: IAM_PASSWORD }
providers:
  search:
    type: alicloud-elasticsearch
    region: cn-beijing
    endpoint: \${{ inputs.search_endpoint }}
    limits: { requests: 100/s }
    polling: { initial_interval: 100ms, max_interval: 2s }
  signed:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: \${{ inputs.cache_endpoint }}
    project_id: \${{ inputs.project_id }}
    settle: 200ms
    limits: { requests: 100/s }
    polling: { initial_interval: 100ms, max_interval: 2s }
  token:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: \${{ inputs.cache_endpoint }}
    iam_endpoint: \${{ inputs.cache_endpoint }}
    project_id: \${{ inputs.project_id }}
    signing: token
    credentials: { username: sandbox-user, password: "\${{ secrets.iam }}", domain_name: SANDBOX-DOMAIN }
    settle: 200ms
    limits: { requests: 100/s }
    polling: { initial_interval: 100ms, max_interval: 2s }
defaults:
  timeout: 1m
  retry: { max_attempts: 4, initial_interval: 50ms, max_interval: 2s }
migrations:
  orders:
    uses: search.index-migration
    for_each: [a, b, c, d, e, f]
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster:
        endpoint: http://10.20.0.5:9200
        username: elastic
        password: \${{ secrets.es_source }}
        index: orders-\${{ each.key }}
        type: _doc
      sinkCluster:
        username: elastic
        password: \${{ secrets.es_sink }}
        index: orders-\${{ each.key }}
        type: _doc
        settings: { index: { number_of_shards: "1" } }
        mapping: { _doc: { properties: { id: { type: keyword } } } }
  archives:
    uses: signed.CreateMigrationTask
    for_each: { a: 11111111-0000-4000-8000-000000000001, b: 11111111-0000-4000-8000-000000000002 }
    with:
      task_name: archive-\${{ each.key }}
      migration_type: backupfile_import
      migration_method: full_amount_migration
      backup_files: { file_source: self_build_obs, bucket_name: backups, files: [{ file_name: a.rdb }] }
      target_instance: { id: "\${{ each.value }}", password: "\${{ secrets.dcs }}" }
  caches:
    uses: token.online-migration
    for_each: { a: 22222222-0000-4000-8000-000000000001, b: 22222222-0000-4000-8000-000000000002 }
    with:
      name: cache-\${{ each.key }}
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: full_amount_migration
      source_instance: { addrs: "192.168.1.10:6379", password: "\${{ secrets.redis }}" }
      target_instance: { id: "\${{ each.value }}", password: "\${{ secrets.dcs }}" }
`;
}

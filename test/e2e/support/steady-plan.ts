export interface SteadyPlanOptions {
  /** Calls per second to each vendor. Default 100. */
  readonly callsPerSecond?: number;
  /** How long a create whose answer was lost is looked up. Default 400ms. */
  readonly settle?: string;
}

/** What `steadyPlan` creates: one task for each of its units. */
export const STEADY_TASKS = 16;

/** Eight data tasks, whose creation the vendor makes idempotent, and eight imports, which have to be looked up. */
export function steadyPlan({ callsPerSecond = 100, settle = '400ms' }: SteadyPlanOptions = {}): string {
  return `version: 1
name: steady
inputs:
  search_endpoint: { description: Address of the sandbox }
  cache_endpoint: { description: Address of the sandbox }
  project_id: { description: Project of the sandbox's credentials }
secrets:
  es_sink: { env: ES_SINK_PASSWORD }
  dcs: { env: DCS_PASSWORD }
providers:
  search:
    type: alicloud-elasticsearch
    region: cn-beijing
    endpoint: \${{ inputs.search_endpoint }}
    limits: { requests: ${callsPerSecond}/s, in_flight: 2 }
    polling: { initial_interval: 100ms, max_interval: 200ms }
  cache:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: \${{ inputs.cache_endpoint }}
    project_id: \${{ inputs.project_id }}
    settle: ${settle}
    limits: { requests: ${callsPerSecond}/s, in_flight: 2 }
    polling: { initial_interval: 100ms, max_interval: 200ms }
defaults:
  timeout: 5m
  retry: { max_attempts: 6, initial_interval: 100ms, backoff_coefficient: 2, max_interval: 1s }
migrations:
  indices:
    uses: search.CreateDataTasks
    for_each: [a, b, c, d, e, f, g, h]
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster: { dataSourceType: elasticsearch, endpoint: "http://10.20.0.5:9200", index: "\${{ each.key }}", type: _doc }
      sinkCluster:
        dataSourceType: elasticsearch
        username: elastic
        password: \${{ secrets.es_sink }}
        index: \${{ each.key }}
        type: _doc
        settings: "{}"
        mapping: '{"_doc":{}}'
  imports:
    uses: cache.backup-import
    for_each: { ${['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key, index) => `${key}: 11111111-0000-4000-8000-00000000000${index}`).join(', ')} }
    with:
      task_name: import-\${{ each.key }}
      backup_files: { file_source: self_build_obs, bucket_name: backups, files: [{ file_name: "\${{ each.key }}.rdb" }] }
      target_instance: { id: "\${{ each.value }}", password: "\${{ secrets.dcs }}" }
`;
}

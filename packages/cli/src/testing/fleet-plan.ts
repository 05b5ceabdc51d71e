/** One row of the fleet, as an inventory would have it. */
export interface FleetIndex {
  readonly name: string;
  readonly endpoint: string;
  readonly instance: string;
}

export interface FleetRedis {
  readonly name: string;
  readonly source: string;
  readonly target: string;
}

const TEAMS = ['catalogue', 'orders', 'customers', 'shipping', 'search', 'payments'];

/** 300 indices over three clusters, each cluster with a sink instance of its own. */
export const FLEET_INDICES: readonly FleetIndex[] = Array.from({ length: 300 }, (_, at) => ({
  name: `${TEAMS[at % TEAMS.length]}-${2024 + Math.floor(at / 150)}-${String((at % 150) + 1).padStart(3, '0')}`,
  endpoint: `http://10.20.${(at % 3) + 1}.5:9200`,
  instance: `es-cn-fleet0000000${(at % 3) + 1}`,
}));

/** 46 Redis instances, each with an address, a target and a password of its own. */
export const FLEET_REDIS: readonly FleetRedis[] = Array.from({ length: 46 }, (_, at) => ({
  name: `${TEAMS[at % TEAMS.length]}-cache-${String(at + 1).padStart(2, '0')}`,
  source: `10.8.${at % 7}.${10 + at}:6379`,
  target: `33333333-0003-4000-8000-${String(at + 1).padStart(12, '0')}`,
}));

/** The plan of the fleet with its rows in place. */
export const FLEET_PLAN: string = `version: 1
name: fleet
description: Move the indices of three clusters and every Redis instance
secrets:
  es_source: { env: ES_SOURCE_PASSWORD }
  es_sink: { env: ES_SINK_PASSWORD }
  redis: { env: "REDIS_{key}_PASSWORD" }
  dcs: { env: "DCS_{key}_PASSWORD" }
providers:
  search:
    type: alicloud-elasticsearch
    region: cn-beijing
    limits: { requests: 20/s, in_flight: 8, active: 5 }
  cache:
    type: huaweicloud-dcs
    region: eu-de
    project_id: 666486c2d9b948c1bbea57e714d744fa
    limits: { requests: 5/s, in_flight: 4, active: 6 }
migrations:
  indices:
    uses: search.index-migration
    for_each:
${FLEET_INDICES.map(({ name, ...row }) => `      ${name}: ${JSON.stringify(row)}`).join('\n')}
    with:
      InstanceId: \${{ each.value.instance }}
      sourceCluster:
        endpoint: \${{ each.value.endpoint }}
        username: elastic
        password: \${{ secrets.es_source }}
        index: \${{ each.key }}
        type: _doc
      sinkCluster:
        username: elastic
        password: \${{ secrets.es_sink }}
        index: \${{ each.key }}
        type: _doc
        settings: { index: { number_of_shards: "5", number_of_replicas: "1" } }
        mapping: { _doc: { properties: { id: { type: keyword }, at: { type: date } } } }
  caches:
    uses: cache.online-migration
    cutover: { mode: manual, lag_for: 1s }
    for_each:
${FLEET_REDIS.map(({ name, ...row }) => `      ${name}: ${JSON.stringify(row)}`).join('\n')}
    with:
      name: \${{ each.key }}
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: incremental_migration
      source_instance: { addrs: "\${{ each.value.source }}", password: "\${{ secrets.redis[each.key] }}" }
      target_instance: { id: "\${{ each.value.target }}", password: "\${{ secrets.dcs[each.key] }}" }
`;

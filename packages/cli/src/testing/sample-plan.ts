/** A plan over both vendors with needs, gates and every kind, as a shop would write it. */
export const SAMPLE_PLAN = `version: 1
name: shop-to-cloud
description: Move the shop's indices and Redis instances, in the order in which its services depend on them
secrets:
  es_source: { env: ES_SOURCE_PASSWORD }
  es_sink: { file: /run/secrets/es_sink }
  redis: { env: REDIS_PASSWORD }
  dcs: { env: DCS_PASSWORD }
providers:
  search:
    type: alicloud-elasticsearch
    region: cn-beijing
    limits: { requests: 20/s, in_flight: 8, active: 5 }
  cache:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: https://dcs.eu-de.otc.t-systems.com
    project_id: 666486c2d9b948c1bbea57e714d744fa
    limits: { requests: 5/s, in_flight: 4, active: 6, active_per_target: 1 }
migrations:
  products:
    uses: search.index-migration
    description: The catalogue, which everything else is looked up in
    labels: { team: catalogue }
    for_each: [products, products-de, products-fr, prices, stock]
    with: &index
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster:
        endpoint: http://10.20.0.5:9200
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
  orders:
    uses: search.index-migration
    labels: { team: shop }
    needs: ["products[products]", "products[prices]"]
    for_each: [orders-2023-q1, orders-2023-q2, orders-2023-q3, orders-2023-q4, orders-2024-q1, orders-2024-q2,
      orders-2024-q3, orders-2024-q4, orders-2025-q1, orders-2025-q2, orders-2025-q3, orders-2025-q4]
    with: *index
  logs:
    uses: search.index-migration
    cleanup: delete
    for_each: [logs-01, logs-02, logs-03, logs-04, logs-05, logs-06, logs-07, logs-08]
    with: *index
  archives:
    uses: cache.backup-import
    for_each:
      archive-2023: { target: 11111111-0001-4000-8000-000000000003 }
      archive-2024: { target: 11111111-0001-4000-8000-000000000004 }
      archive-2025: { target: 11111111-0001-4000-8000-000000000005 }
      coupons: { target: 11111111-0001-4000-8000-000000000006 }
    with:
      task_name: \${{ each.key }}
      backup_files:
        file_source: self_build_obs
        bucket_name: shop-redis-backups
        files: [{ file_name: "\${{ each.key }}.rdb" }]
      target_instance: { id: "\${{ each.value.target }}", password: "\${{ secrets.dcs }}" }
  sessions:
    uses: cache.online-migration
    description: Sessions of signed-in customers
    needs: [archives]
    cutover: { mode: manual, lag_for: 1s }
    cleanup: delete
    for_each:
      shop: { source: "192.168.2.10:6379", target: 33333333-0003-4000-8000-000000000001 }
      admin: { source: "192.168.2.11:6379", target: 33333333-0003-4000-8000-000000000002 }
      mobile: { source: "192.168.2.12:6379", target: 33333333-0003-4000-8000-000000000003 }
      partner: { source: "192.168.2.13:6379", target: 33333333-0003-4000-8000-000000000004 }
    with: &redis
      name: \${{ each.key }}-sessions
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: incremental_migration
      bandwidth_limit_mb: 100
      source_instance: { addrs: "\${{ each.value.source }}", password: "\${{ secrets.redis }}" }
      target_instance: { id: "\${{ each.value.target }}", password: "\${{ secrets.dcs }}" }
  rankings:
    uses: cache.online-migration
    needs: [orders]
    cutover:
      mode: exchange-ip
      lag_for: 1s
      exchanged_ip: ["\${{ each.value.source_ip }}", "\${{ each.value.target_ip }}"]
      is_exchange_domain: false
    for_each:
      daily: { source: 44444444-0004-4000-8000-000000000001, source_ip: 192.168.4.10,
          target: 44444444-0004-4000-8000-000000000011, target_ip: 192.168.4.20 }
      weekly: { source: 44444444-0004-4000-8000-000000000002, source_ip: 192.168.4.11,
          target: 44444444-0004-4000-8000-000000000012, target_ip: 192.168.4.21 }
    with:
      <<: *redis
      name: \${{ each.key }}-rankings
      source_instance: { id: "\${{ each.value.source }}", password: "\${{ secrets.dcs }}" }
  audit:
    uses: search.index-migration
    needs: [orders, sessions]
    for_each: [audit-2024, audit-2025]
    with: *index
`;

/** The same shape with `indices` indices and `instances` Redis instances, for what has to stay quick. */
export function largeSamplePlan(indices: number, instances: number): string {
  const list = Array.from({ length: indices }, (_, at) => `orders-${String(at).padStart(5, '0')}`).join(', ');
  const map = Array.from({ length: instances }, (_, at) => {
    const id = String(at).padStart(12, '0');
    return `      cart-${at}: { source: "10.${at >> 8}.${at & 255}.1:6379", target: 33333333-0003-4000-8000-${id} }`;
  }).join('\n');
  return SAMPLE_PLAN.replace(/for_each: \[orders-2023[^\]]*\]/, `for_each: [${list}]`).replace(
    /( {4}for_each:\n) {6}shop:[\s\S]*?(?= {4}with: &redis)/,
    `$1${map}\n`,
  );
}

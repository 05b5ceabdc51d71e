/** As many data tasks as are asked for, all into one instance. */
export function waitingIndices(count: number): string {
  return `version: 1
name: waiting
secrets: { password: { env: PASSWORD } }
providers:
  search:
    type: alicloud-elasticsearch
    region: cn-beijing
    limits: { requests: 100/s }
    polling: { initial_interval: 30s, max_interval: 30s }
migrations:
  indices:
    uses: search.index-migration
    for_each: [${keys(count).join(', ')}]
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster:
        endpoint: http://10.20.0.5:9200
        username: elastic
        password: \${{ secrets.password }}
        index: \${{ each.key }}
        type: _doc
      sinkCluster:
        username: elastic
        password: \${{ secrets.password }}
        index: \${{ each.key }}
        type: _doc
        settings: {}
        mapping: { _doc: {} }
`;
}

/** As many DCS migration tasks as are asked for, all in one project and each into an instance of its own. */
export function waitingInstances(count: number): string {
  const entries = keys(count).map(
    (key, number) => `${key}: 22222222-0002-4000-8000-${String(number).padStart(12, '0')}`,
  );
  return `version: 1
name: waiting
secrets: { password: { env: PASSWORD } }
providers:
  cache:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: https://dcs.eu-de.otc.t-systems.com
    project_id: 666486c2d9b948c1bbea57e714d744fa
    limits: { requests: 100/s }
    polling: { initial_interval: 30s, max_interval: 30s }
migrations:
  caches:
    uses: cache.online-migration
    for_each: { ${entries.join(', ')} }
    with:
      name: \${{ each.key }}
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: full_amount_migration
      source_instance: { addrs: "192.168.1.10:6379", password: "\${{ secrets.password }}" }
      target_instance: { id: "\${{ each.value }}", password: "\${{ secrets.password }}" }
`;
}

function keys(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => `task-${number}`);
}

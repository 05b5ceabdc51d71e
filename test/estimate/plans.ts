import type { JsonObject } from '@waybill/core';

const SECRETS = { es: { env: 'ES_PASSWORD' }, redis: { env: 'REDIS_PASSWORD' } };

export function planOf(limits: JsonObject, migrations: Record<string, JsonObject>): JsonObject {
  const polling = { initial_interval: '5s', max_interval: '30s' };
  const endpoint = 'http://127.0.0.1:1';
  return {
    version: 1,
    name: 'compared',
    secrets: SECRETS,
    providers: {
      search: { type: 'alicloud-elasticsearch', endpoint, limits, polling },
      cache: {
        type: 'huaweicloud-dcs',
        region: 'eu-de',
        project_id: '666486c2d9b948c1bbea57e714d744fa',
        endpoint,
        limits,
        polling,
      },
    },
    migrations: Object.fromEntries(
      // Many tasks on few targets are what is compared.
      Object.entries(migrations).map(([name, migration]) => [name, { ...migration, shared_target: 'as tried here' }]),
    ),
  };
}

export function indices(unitCount: number, more: JsonObject = {}, instance = 'es-cn-n6w1o1x0w001c'): JsonObject {
  const access = { username: 'elastic', password: '${{ secrets.es }}' };
  return {
    uses: 'search.index-migration',
    for_each: Array.from({ length: unitCount }, (_, number) => `index-${number}`),
    with: {
      InstanceId: instance,
      sourceCluster: { endpoint: 'http://10.20.0.5:9200', ...access, index: '${{ each.key }}', type: '_doc' },
      sinkCluster: {
        ...access,
        index: '${{ each.key }}',
        type: '_doc',
        settings: { index: { number_of_shards: '2' } },
        mapping: { _doc: { properties: { id: { type: 'keyword' } } } },
      },
    },
    ...more,
  };
}

export function caches(unitCount: number, targetCount: number, more: JsonObject = {}): JsonObject {
  const target = (number: number): string => `0d1c7a52-84b3-4b0e-9b5e-0f6f3a7f${String(number).padStart(4, '0')}`;
  return {
    uses: 'cache.online-migration',
    for_each: Object.fromEntries(
      Array.from({ length: unitCount }, (_, number) => [`cache-${number}`, target(number % targetCount)]),
    ),
    with: {
      name: '${{ each.key }}',
      vpc_id: '5e37b3be-950a-48e1-b498-65b63d336481',
      subnet_id: '40f15ed6-7f85-49d5-ba0e-65b940d4812c',
      security_group_id: '9df96622-24b7-4813-84b8-ab74552a21d7',
      migration_method: 'full_amount_migration',
      source_instance: { addrs: '192.168.1.10:6379', password: '${{ secrets.redis }}' },
      target_instance: { id: '${{ each.value }}', password: '${{ secrets.redis }}' },
    },
    ...more,
  };
}

/** Caches whose source is an instance too, which checks read beside the target. */
export function pairs(unitCount: number, sourceCount: number): JsonObject {
  const {
    with: fromAddress,
    for_each: targets,
    ...others
  } = caches(unitCount, unitCount) as JsonObject & {
    readonly with: JsonObject;
    readonly for_each: Record<string, string>;
  };
  const source = (number: number): string => `7b9c2e61-3f0a-4f57-8b65-3a0a4f6f${String(number).padStart(4, '0')}`;
  const entries = Object.entries(targets).map(([key, target], number) => {
    return [key, { source: source(number % sourceCount), target }] as const;
  });
  return {
    ...others,
    for_each: Object.fromEntries(entries),
    with: {
      ...fromAddress,
      source_instance: { id: '${{ each.value.source }}', password: '${{ secrets.redis }}' },
      target_instance: { id: '${{ each.value.target }}', password: '${{ secrets.redis }}' },
    },
  };
}

/** Caches that are kept in step until an operator approves. */
export function replicas(unitCount: number, targetCount: number): JsonObject {
  const { with: full, ...others } = caches(unitCount, targetCount) as JsonObject & { readonly with: JsonObject };
  return {
    ...others,
    with: { ...full, migration_method: 'incremental_migration', name: '${{ each.key }}' },
    cutover: { mode: 'manual' },
  };
}

import { compilePlan, createRegistry, type JsonObject } from '@waybill/core';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { rehearse } from '@waybill/rehearsal';
import { expect, it } from 'vitest';

/** Which of two entries comes first must not matter. */
const ORDERS = [
  ['first', 'second'],
  ['second', 'first'],
] as const;

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];
const TARGET = '00000000-0000-4000-8000-000000000001';

it.each(ORDERS)(
  'entries %s and %s of one account keep the limits of both together, as the server sees them',
  async (...order) => {
    const limits = {
      first: { requests: '12/s', in_flight: 2, active: 5 },
      second: { requests: '3/s', in_flight: 8, active: 2 },
    };
    const { metrics, results } = await run(
      Object.fromEntries(
        order.map((alias) => [
          alias,
          { type: 'alicloud-elasticsearch', endpoint: 'http://127.0.0.1:1', limits: limits[alias] },
        ]),
      ),
      Object.fromEntries(
        order.map((alias) => [
          alias,
          { uses: `${alias}.index-migration`, for_each: KEYS, with: indexOf(`${alias}-\${{ each.key }}`) },
        ]),
      ),
    );
    expect(results.at(-1)?.outcome).toBe('succeeded');
    expect(metrics.alicloud.highestCallsPerWindow).toBeLessThanOrEqual(3);
    expect(metrics.alicloud.highestInFlight).toBeLessThanOrEqual(2);
    expect(metrics.alicloud.highestActiveTasks).toBeLessThanOrEqual(2);
  },
);

it('two entries of one project never feed one target at once', async () => {
  const entry = {
    type: 'huaweicloud-dcs',
    region: 'eu-de',
    endpoint: 'http://127.0.0.1:1',
    limits: { requests: '50/s', active_per_target: 1 },
  };
  const importInto = (alias: string): JsonObject => ({
    uses: `${alias}.CreateMigrationTask`,
    for_each: KEYS.slice(0, 2),
    with: {
      task_name: `${alias}-\${{ each.key }}`,
      migration_type: 'backupfile_import',
      migration_method: 'full_amount_migration',
      backup_files: { file_source: 'self_build_obs', bucket_name: 'bucket', files: [{ file_name: 'dump.rdb' }] },
      target_instance: { id: TARGET, password: '${{ secrets.password }}' },
    },
  });
  const { metrics, refused, results } = await run(
    { first: entry, second: entry },
    { first: importInto('first'), second: importInto('second') },
  );
  expect(results.at(-1)?.outcome).toBe('succeeded');
  expect(metrics.huaweicloud.highestActiveTasksPerTarget).toEqual({ [TARGET]: 1 });
  // The sandbox refuses a second task on a target; nobody tried.
  expect(refused).toEqual([]);
});

async function run(providers: JsonObject, migrations: JsonObject) {
  const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);
  const sharing = Object.entries(migrations).map(([name, migration]) => [
    name,
    { ...(migration as JsonObject), shared_target: 'the order of tasks on one target is what is tried' },
  ]);
  const plan = {
    version: 1,
    name: 'shared',
    secrets: { password: { env: 'PASSWORD' } },
    providers,
    migrations: Object.fromEntries(sharing),
  };
  const { compiled, diagnostics } = compilePlan(JSON.stringify(plan), { file: 'shared.yaml', registry });
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
  const { world, results } = await rehearse({ ...compiled, registry, seed: 1, interrupt: () => 'none' });
  const { control } = world.sandbox;
  const refused = control.requests().filter(({ code }) => code !== null);
  return { metrics: control.metrics().providers, refused, results };
}

function indexOf(index: string): JsonObject {
  const cluster = { username: 'elastic', password: '${{ secrets.password }}', index, type: '_doc' };
  return {
    InstanceId: 'es-cn-simulated01',
    sourceCluster: { ...cluster, endpoint: 'http://10.0.0.5:9200' },
    sinkCluster: { ...cluster, settings: {}, mapping: { _doc: {} } },
  };
}

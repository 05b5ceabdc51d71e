import type { JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { SandboxedPlan, SECRETS } from './support/sandboxed.ts';

const SHORT = {
  durations: {
    alicloudPendingMs: 50,
    alicloudRunningMs: 150,
    dcsMachineCreationMs: 150,
    dcsJobMs: 150,
    dcsFullSyncMs: 200,
    dcsCatchUpMs: 150,
    dcsStopMs: 80,
    dcsExchangeMs: 100,
    dcsImportMs: 200,
  },
};

function statuses(result: { readonly units: readonly { readonly address: string; readonly status: string }[] }) {
  return Object.fromEntries(result.units.map((unit) => [unit.address, unit.status]));
}

describe('plans/index-migration.yaml', () => {
  it('moves every index once, in order, and removes the task record where asked', async () => {
    await using run = await SandboxedPlan.openExample('index-migration.yaml', SHORT);
    const result = await run.apply();
    expect(statuses(result)).toEqual({
      'orders[orders-2024]': 'succeeded',
      'orders[orders-2025]': 'succeeded',
      customers: 'succeeded',
    });
    const { alicloud } = run.sandbox.control.state();
    expect(
      alicloud.tasks.map(({ sourceIndex, sinkIndex, status, isDeleted }) => ({
        sourceIndex,
        sinkIndex,
        status,
        isDeleted,
      })),
    ).toEqual(
      expect.arrayContaining([
        { sourceIndex: 'orders-2024', sinkIndex: 'orders-2024', status: 'SUCCESS', isDeleted: false },
        { sourceIndex: 'orders-2025', sinkIndex: 'orders-2025', status: 'SUCCESS', isDeleted: false },
        { sourceIndex: 'customers', sinkIndex: 'customers-v2', status: 'SUCCESS', isDeleted: true },
      ]),
    );
    expect(Object.values(alicloud.created)).toEqual([1, 1, 1]);
  });
});

describe('plans/from-inventory.yaml', () => {
  it('moves one index for each row of the file, with the values of its row', async () => {
    await using run = await SandboxedPlan.openExample('from-inventory.yaml', SHORT);
    const result = await run.apply();
    expect(statuses(result)).toEqual({
      'catalogue[products-2023]': 'succeeded',
      'catalogue[products-2024]': 'succeeded',
      'catalogue[reviews]': 'succeeded',
    });
    const bodies = run.sentTo(/\/data-task\?ClientToken=/).flatMap(({ body }) => body as readonly JsonObject[]);
    expect(bodies).toHaveLength(3);
    expect(bodies.find(({ sourceCluster }) => (sourceCluster as JsonObject)['index'] === 'reviews')).toMatchObject({
      sourceCluster: { endpoint: 'http://10.20.0.6:9200' },
      sinkCluster: { settings: expect.stringContaining('"number_of_shards":"1","number_of_replicas":"0"') },
    });
  });
});

describe('plans/online-migration.yaml', () => {
  it('stops at the cut-over gates, and ends once they are approved', async () => {
    await using run = await SandboxedPlan.openExample('online-migration.yaml', SHORT);
    const gated = await run.apply();
    expect(gated.outcome).toBe('gated');
    expect(statuses(gated)).toEqual({ carts: 'succeeded', sessions: 'gated', prices: 'gated' });
    const waiting = run.sandbox.control.state().huaweicloud.tasks.filter((task) => task.status === 'INCRMIGEATING');
    expect(waiting).toHaveLength(2);
    expect((await run.apply()).outcome).toBe('gated');

    await run.approve('sessions.cutover', 'prices.cutover');
    const done = await run.apply();
    expect(statuses(done)).toEqual({ carts: 'succeeded', sessions: 'succeeded', prices: 'succeeded' });
    const tasks = Object.fromEntries(
      run.sandbox.control.state().huaweicloud.tasks.map((task) => [task.name.split('-')[0], task]),
    );
    expect(tasks['carts']).toMatchObject({ status: 'SUCCESS', migrationMethod: 'full_amount_migration' });
    expect(tasks['sessions']).toMatchObject({ isDeleted: true, migrationMethod: 'incremental_migration' });
    expect(tasks['prices']).toMatchObject({ taskStatus: 'EXCHANGE_SUCCESS' });
  });

  it('takes the other spelling of the incremental phase too', async () => {
    await using run = await SandboxedPlan.openExample('online-migration.yaml', {
      ...SHORT,
      settings: { huaweicloud: { incrementalSpelling: 'INCRMIGRATING' } },
    });
    expect(statuses(await run.apply())).toEqual({ carts: 'succeeded', sessions: 'gated', prices: 'gated' });
  });
});

describe('plans/backup-import.yaml', () => {
  it('imports from files and from a backup record', async () => {
    await using run = await SandboxedPlan.openExample('backup-import.yaml', SHORT);
    const result = await run.apply();
    expect(statuses(result)).toEqual({
      'archives[archive-2023]': 'succeeded',
      'archives[archive-2024]': 'succeeded',
      catalog: 'succeeded',
    });
    const { tasks } = run.sandbox.control.state().huaweicloud;
    expect(tasks.map((task) => [task.kind, task.status === 'SUCCESS' || task.isDeleted])).toEqual([
      ['import', true],
      ['import', true],
      ['import', true],
    ]);
  });
});

describe('plans/source-operations.yaml', () => {
  it('sends the documented bodies as they are and waits for the documented states', async () => {
    await using run = await SandboxedPlan.openExample('source-operations.yaml', SHORT);
    const result = await run.apply();
    expect(statuses(result)).toEqual({
      products: 'succeeded',
      machine: 'succeeded',
      start: 'succeeded',
      import: 'succeeded',
    });
    expect(run.sentTo(/\/data-task\?ClientToken=[0-9a-f]{64}$/)).toMatchObject([
      {
        body: [
          {
            sourceCluster: {
              dataSourceType: 'elasticsearch',
              index: 'product_info',
              type: '_doc',
              password: SECRETS['ES_SOURCE_PASSWORD'],
            },
            sinkCluster: {
              index: 'product_info01',
              routing: '_id',
              settings: expect.stringContaining('number_of_shards'),
            },
            migrateConfig: { sourceFilterParams: '' },
          },
        ],
      },
    ]);
    expect(run.sentTo(/\/migration\/instance$/).map((request) => request.body)).toEqual([
      {
        name: 'dcs-migration-thrc',
        description: 'Creating an online data migration task',
        vpc_id: '5e37b3be-950a-48e1-b498-65b63d336481',
        subnet_id: '40f15ed6-7f85-49d5-ba0e-65b940d4812c',
        security_group_id: '9df96622-24b7-4813-84b8-ab74552a21d7',
      },
    ]);
    expect(run.sentTo(/\/migration\/[^/]+\/task$/).map((request) => request.body)).toEqual([
      {
        migration_method: 'incremental_migration',
        resume_mode: 'auto',
        bandwidth_limit_mb: '123',
        source_instance: { addrs: '192.168.1.1:6379,192.168.0.0:6379', password: SECRETS['REDIS_PASSWORD'] },
        target_instance: { id: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd', password: SECRETS['DCS_PASSWORD'] },
      },
    ]);
    expect(run.sentTo(/\/migration-task$/).map((request) => request.body)).toEqual([
      {
        task_name: 'migration1',
        description: 'Test',
        migration_type: 'backupfile_import',
        migration_method: 'full_amount_migration',
        backup_files: {
          file_source: 'self_build_obs',
          bucket_name: 'bucketName',
          files: [{ size: '754.0MB', file_name: 'fileName' }],
        },
        target_instance: {
          id: 'd2c8399f-bdba-43c1-8069-3ff17a1a79d5',
          name: 'dcs-test',
          password: SECRETS['DCS_PASSWORD'],
        },
      },
    ]);
    const { tasks } = run.sandbox.control.state().huaweicloud;
    expect(Object.fromEntries(tasks.map((task) => [task.name, task.status]))).toEqual({
      'dcs-migration-thrc': 'INCRMIGEATING',
      migration1: 'SUCCESS',
    });
  });
});

describe('polling', () => {
  it('of 300 units on one sink instance costs one list call per interval', async () => {
    const keys = Array.from({ length: 300 }, (_, index) => `index-${index}`).join(', ');
    const text = `version: 1
name: many
inputs:
  search_endpoint: { description: address }
providers:
  search:
    type: alicloud-elasticsearch
    region: cn-beijing
    endpoint: \${{ inputs.search_endpoint }}
    limits: { requests: 5000/s, in_flight: 8 }
    polling: { initial_interval: 300ms, max_interval: 300ms }
migrations:
  all:
    uses: search.CreateDataTasks
    for_each: [${keys}]
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster: { dataSourceType: elasticsearch, endpoint: "http://10.20.0.5:9200", index: "\${{ each.key }}", type: _doc }
      sinkCluster:
        { dataSourceType: elasticsearch, username: elastic, password: "not-secret", index: "\${{ each.key }}", type: _doc, settings: "{}", mapping: '{"_doc":{}}' }
`;
    await using run = await SandboxedPlan.open(text, {
      durations: { alicloudPendingMs: 2_000, alicloudRunningMs: 2_000, jitterFraction: 0 },
    });
    const result = await run.apply();
    expect(result.outcome).toBe('succeeded');
    const { operations } = run.sandbox.control.metrics();
    expect(operations['CreateDataTasks']?.effects).toBe(300);
    const lists = run.sandbox.control.requests().filter((request) => request.operation === 'ListDataTasks');
    // The first list tells what existed before; each of the others is one round for every unit that waits.
    const rounds = lists.slice(1).map((request) => request.atMs);
    expect(rounds.length).toBeGreaterThan(5);
    for (const [index, time] of rounds.slice(1).entries())
      expect(time - (rounds[index] ?? 0)).toBeGreaterThanOrEqual(295);
  });
});

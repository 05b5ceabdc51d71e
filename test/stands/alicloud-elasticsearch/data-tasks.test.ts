import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  dataTask,
  SINK,
  startTestSandbox,
  type TestSandbox,
} from '../../../packages/sandbox/src/testing/start-test-sandbox.ts';

let lab: TestSandbox;
beforeEach(async () => {
  lab = await startTestSandbox();
});
afterEach(() => lab[Symbol.asyncDispose]());

describe('a data task', () => {
  test('goes from PENDING through RUNNING to SUCCESS with time alone', async () => {
    await lab.createDataTask('orders');
    const seen: string[] = [];
    for (const stepMs of [0, 99, 1, 999, 1]) {
      lab.clock.advance(stepMs);
      seen.push((await lab.listDataTasks())[0]?.status ?? 'absent');
    }
    expect(seen).toEqual(['PENDING', 'PENDING', 'RUNNING', 'RUNNING', 'SUCCESS']);
  });

  test('is answered without an id and with the passwords of the request', async () => {
    const answer = await lab.createDataTask('orders');
    expect(answer.json['Result']).toEqual([
      {
        sourceCluster: dataTask('orders').sourceCluster,
        sinkCluster: {
          ...dataTask('orders').sinkCluster,
          vpcId: 'vpc-sandbox00000000000000',
          vpcInstanceId: `${SINK}-worker`,
          vpcInstancePort: '9200',
        },
      },
    ]);
    lab.sandbox.control.setSettings({ alicloud: { echoPasswords: false } });
    expect((await lab.createDataTask('orders2')).text).not.toContain('-password');
  });

  test('is listed newest first, in the shape of the sample, without credentials', async () => {
    await lab.createDataTask('a');
    lab.clock.advance(5);
    await lab.createDataTask('b');
    const rows = await lab.listDataTasks();
    expect(rows.map((row) => row.sinkCluster['index'])).toEqual(['b', 'a']);
    expect(rows[1]).toEqual({
      taskId: expect.stringMatching(/^et_cn_[0-9a-z]{17}$/),
      status: 'PENDING',
      createTime: '2026-03-01 20:00:00',
      sourceCluster: { dataSourceType: 'elasticsearch', index: 'a', type: '_doc', endpoint: 'http://10.20.0.5:9200' },
      sinkCluster: {
        dataSourceType: 'elasticsearch',
        index: 'a',
        type: '_doc',
        settings: '{"index":{"number_of_shards":"1"}}',
        mapping: '{"_doc":{"properties":{"id":{"type":"keyword"}}}}',
      },
    });
    lab.sandbox.control.setSettings({ alicloud: { listShape: 'table' } });
    const [, swapped] = await lab.listDataTasks();
    expect(swapped?.sinkCluster).toHaveProperty('endpoint');
    expect(swapped?.sourceCluster).toHaveProperty('mapping');
  });

  test('leaves its sink index behind, which then stands in the way of another', async () => {
    await lab.createDataTask('orders');
    lab.clock.advance(100);
    const second = await lab.createDataTask('orders', { token: 'another' });
    expect(second.json).toMatchObject({ Code: 'SinkIndexAlreadyExists' });
    const indices = await lab.client.alicloud({
      action: 'ListInstanceIndices',
      method: 'GET',
      target: `/openapi/instances/${SINK}/indices`,
    });
    expect(indices.json['Result']).toMatchObject([{ name: 'orders' }]);
  });

  test('fails when its source is known not to be readable', async () => {
    lab.sandbox.control.setSettings({
      alicloud: { clusters: [{ address: 'http://10.20.0.5:9200', indices: { other: {} } }] },
    });
    await lab.createDataTask('orders');
    lab.clock.advance(1_100);
    expect(await lab.listDataTasks()).toMatchObject([{ status: 'FAILED' }]);
  });

  test('can be deleted once; the same token may say so again', async () => {
    await lab.createDataTask('orders');
    const taskId = (await lab.listDataTasks())[0]?.taskId ?? '';
    const remove = (token: string): ReturnType<TestSandbox['client']['alicloud']> =>
      lab.client.alicloud({
        action: 'DeleteDataTask',
        method: 'DELETE',
        target: `/openapi/instances/${SINK}/data-task?ClientToken=${token}&taskId=${taskId}`,
      });
    expect((await remove('d1')).json).toMatchObject({ Result: true });
    expect(await lab.listDataTasks()).toEqual([]);
    expect((await remove('d1')).json).toMatchObject({ Result: true });
    expect((await remove('d2')).json).toMatchObject({ Code: 'TaskNotFound' });
    expect(lab.sandbox.control.metrics().operations['DeleteDataTask']).toMatchObject({ calls: 3, effects: 1 });
  });
});

describe('a client token', () => {
  test('makes a create idempotent', async () => {
    const first = await lab.createDataTask('orders', { token: 't' });
    const second = await lab.createDataTask('orders', { token: 't', body: reordered() });
    expect(second.json['Result']).toEqual(first.json['Result']);
    expect(await lab.listDataTasks()).toHaveLength(1);
    expect(lab.sandbox.control.requests().map((record) => record.effects)).toEqual([1, 0, 0]);
    expect(lab.sandbox.control.state().alicloud.created).toEqual({ [`${SINK}/orders -> orders`]: 1 });
  });

  test('works even after the sink index has come into being', async () => {
    await lab.createDataTask('orders', { token: 't' });
    lab.clock.advance(5_000);
    expect((await lab.createDataTask('orders', { token: 't' })).status).toBe(200);
  });

  test('does not go with another body', async () => {
    await lab.createDataTask('orders', { token: 't' });
    const answer = await lab.createDataTask('others', { token: 't' });
    expect(answer.json).toMatchObject({ Code: 'IdempotentParameterMismatch' });
  });

  test('must be short and ASCII', async () => {
    const answer = await lab.createDataTask('orders', { token: 'x'.repeat(65) });
    expect(answer).toMatchObject({ status: 400, json: { Code: 'InvalidClientToken' } });
  });
});

describe('a create is refused', () => {
  const cases: readonly [string, (element: ReturnType<typeof dataTask>) => unknown, string][] = [
    [
      'without the sink’s password',
      (one) => ({ ...one, sinkCluster: { ...one.sinkCluster, password: null } }),
      'MissingSinkClusterPassword',
    ],
    [
      'without the source index',
      (one) => ({ ...one, sourceCluster: { ...one.sourceCluster, index: '' } }),
      'InvalidSourceClusterIndex',
    ],
    [
      'without a way to the source',
      (one) => ({ ...one, sourceCluster: { ...one.sourceCluster, endpoint: null } }),
      'MissingSourceClusterEndpoint',
    ],
    [
      'with a mapping for another type',
      (one) => ({ ...one, sinkCluster: { ...one.sinkCluster, type: 'doc' } }),
      'SinkTypenameNotMatchMappings',
    ],
    [
      'with settings that are no JSON text',
      (one) => ({ ...one, sinkCluster: { ...one.sinkCluster, settings: '#' } }),
      'InvalidSinkClusterSettings',
    ],
    [
      'with the name that only a table knows',
      (one) => ({ ...one, migrationConfig: { filterParams: '' } }),
      'InvalidMigrationConfig',
    ],
  ];
  test.each(cases)('%s', async (_name, change, code) => {
    const answer = await lab.createDataTask('orders', { body: [change(dataTask('orders'))] });
    expect(answer).toMatchObject({ status: 400, json: { Code: code } });
    expect(await lab.listDataTasks()).toEqual([]);
  });

  test('as a whole when one of its elements is wrong', async () => {
    const answer = await lab.createDataTask('orders', { body: [dataTask('orders'), dataTask('orders')] });
    expect(answer.json).toMatchObject({ Code: 'SinkIndexAlreadyExists' });
    expect(await lab.listDataTasks()).toEqual([]);
  });
});

test('one object is as good as an array of one', async () => {
  await lab.createDataTask('orders', { body: dataTask('orders') });
  expect(await lab.listDataTasks()).toHaveLength(1);
});

test('instances that are not active or not there say so', async () => {
  lab.sandbox.control.setSettings({
    autoCreateInstances: false,
    alicloud: { instances: [{ instanceId: SINK, status: 'activating' }] },
  });
  expect((await lab.createDataTask('orders')).json).toMatchObject({ Code: 'InstanceActivating' });
  const target = '/openapi/instances/es-cn-other0000';
  const answer = await lab.client.alicloud({ action: 'DescribeInstance', method: 'GET', target });
  expect(answer).toMatchObject({ status: 404, json: { Code: 'InstanceNotFound', RequestId: expect.any(String) } });
});

test('the probe tells reachability, then indices, then an index', async () => {
  const cluster = { dataSourceType: 'elasticsearch', endpoint: 'http://10.20.0.5:9200' };
  lab.sandbox.control.setSettings({
    alicloud: {
      clusters: [
        {
          address: 'http://10.20.0.5:9200',
          indices: { orders: { mapping: '{"_doc":{"properties":{"n":{"type":"long"}}}}' } },
        },
        { address: 'http://10.20.0.6:9200', connectable: false },
      ],
    },
  });
  expect((await probe(cluster)).json['Result']).toEqual({ connectable: true, metaInfo: { indices: ['orders'] } });
  expect((await probe({ ...cluster, index: 'orders', type: '_doc' })).json['Result']).toMatchObject({
    metaInfo: { typeName: ['_doc'], fields: ['n', '_id'] },
  });
  expect((await probe({ ...cluster, endpoint: 'http://10.20.0.6:9200' })).json['Result']).toMatchObject({
    connectable: false,
  });
});

test('the probe shows an index that a task created as the task made it', async () => {
  const task = dataTask('orders');
  const mapping = '{"order":{"properties":{"n":{"type":"long"}}}}';
  const settings = '{"index":{"number_of_shards":"3"}}';
  const sinkCluster = { ...task.sinkCluster, type: 'order', settings, mapping };
  expect((await lab.createDataTask('orders', { body: [{ ...task, sinkCluster }] })).status).toBe(200);
  lab.clock.advance(2_000);
  const answer = await probe({ dataSourceType: 'elasticsearch', instanceId: SINK, index: 'orders' });
  expect(answer.json['Result']).toMatchObject({
    connectable: true,
    metaInfo: { indices: ['orders'], typeName: ['order'], settings, mapping, fields: ['n', '_id'] },
  });
});

test('a cluster that nobody described has any index, of the type that is asked for', async () => {
  const cluster = { dataSourceType: 'elasticsearch', endpoint: 'http://10.20.0.7:9200', index: 'orders' };
  expect((await probe({ ...cluster, type: 'order' })).json['Result']).toMatchObject({
    metaInfo: { typeName: ['order'], mapping: expect.stringContaining('"order"') as unknown },
  });
  expect((await probe(cluster)).json['Result']).toMatchObject({
    metaInfo: { indices: expect.arrayContaining(['orders']) as unknown, typeName: [], mapping: null },
  });
});

function probe(body: object): ReturnType<TestSandbox['client']['alicloud']> {
  return lab.client.alicloud({
    action: 'GetClusterDataInformation',
    method: 'POST',
    target: '/openapi/cluster/data-information',
    body,
  });
}

/** The same request with its members in another order. */
function reordered(): unknown {
  const { sourceCluster, sinkCluster } = dataTask('orders');
  return [{ sinkCluster: Object.fromEntries(Object.entries(sinkCluster).toReversed()), sourceCluster }];
}

import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { operationSchemas as alicloudSchemas } from '../../packages/provider-alicloud-elasticsearch/src/stand/generated/operations.generated.ts';
import { operationSchemas as huaweicloudSchemas } from '../../packages/provider-huaweicloud-dcs/src/stand/generated/operations.generated.ts';
import type { ClientCall, JsonResponse } from '../../packages/sandbox/src/testing/sandbox-client.ts';
import {
  dataTask,
  importTask,
  onlineTask,
  SINK,
  SOURCE,
  startTestSandbox,
  TARGET,
  type TestSandbox,
} from '../../packages/sandbox/src/testing/start-test-sandbox.ts';

const ajv = new Ajv2020({ strict: false });

test('Alibaba’s operations answer as their schemas say', async () => {
  await using lab = await startTestSandbox();
  const path = `/openapi/instances/${SINK}`;
  await lab.createDataTask('orders');
  const taskId = (await lab.listDataTasks())[0]?.taskId ?? '';
  const calls: Readonly<Record<keyof typeof alicloudSchemas, ClientCall>> = {
    CreateDataTasks: { method: 'POST', target: `${path}/data-task?ClientToken=t`, body: [dataTask('customers')] },
    ListDataTasks: { method: 'GET', target: `${path}/data-task` },
    DescribeInstance: { method: 'GET', target: path },
    GetClusterDataInformation: {
      method: 'POST',
      target: '/openapi/cluster/data-information',
      body: { dataSourceType: 'elasticsearch', endpoint: 'http://10.20.0.5:9200', index: 'orders', type: '_doc' },
    },
    DeleteDataTask: { method: 'DELETE', target: `${path}/data-task?ClientToken=d&taskId=${taskId}` },
  };
  for (const [action, call] of Object.entries(calls)) {
    const schemas = alicloudSchemas;
    expectDocumented(await lab.client.alicloud({ ...call, action }), schemas[action as keyof typeof schemas]);
  }
});

type DcsOperation = keyof typeof huaweicloudSchemas;

test('DCS’s operations answer as their schemas say, through a whole migration', async () => {
  await using lab = await startTestSandbox();
  const create = await dcs(lab, 'CreateOnlineMigrationTask', {
    method: 'POST',
    target: '/migration/instance',
    body: onlineTask('sessions'),
  });
  const id = String(create.json['instance_id']);
  await dcs(lab, 'ShowMigrationTask', { method: 'GET', target: `/migration-task/${id}` });
  lab.clock.advance(500);
  await dcs(lab, 'ShowJobInfo', { method: 'GET', target: `/jobs/${String(create.json['job_id'])}` });
  await dcs(lab, 'SetOnlineMigrationTask', { method: 'POST', target: `/migration/${id}/task`, body: incremental() });
  await dcs(lab, 'ShowMigrationTaskStats', { method: 'GET', target: `/migration-task/${id}/stats` });
  lab.clock.advance(1_000);
  await dcs(lab, 'ShowMigrationTaskStats', { method: 'GET', target: `/migration-task/${id}/stats` });
  await dcs(lab, 'ListMigrationTask', { method: 'GET', target: '/migration-tasks' });
  await dcs(lab, 'ListMigrationTaskLogs', { method: 'GET', target: `/migration-task/${id}/logs` });
  await dcs(lab, 'UpdateMigrationTask', {
    method: 'PUT',
    target: `/migration-task/${id}`,
    body: { resume_mode: 'manual' },
  });
  await dcs(lab, 'BatchStopMigrationTasks', {
    method: 'POST',
    target: '/migration-task/batch-stop',
    body: { migration_tasks: [id] },
  });
  lab.clock.advance(300);
  await dcs(lab, 'BatchRestartOnlineMigrationTasks', {
    method: 'POST',
    target: '/migration-tasks/batch-restart',
    body: { migration_tasks: [id] },
  });
  lab.clock.advance(1_000);
  const addresses = { exchanged_ip: ['192.168.0.200'], is_exchange_domain: true };
  await dcs(lab, 'ExchangeInstanceIp', {
    method: 'POST',
    target: `/migration-task/${id}/exchange-ip`,
    body: addresses,
  });
  lab.clock.advance(400);
  await dcs(lab, 'RollbackExchangeInstanceIp', { method: 'POST', target: `/migration-task/${id}/rollback-ip` });
  lab.clock.advance(400);
  await dcs(lab, 'SetOnlineMigrationTask', { method: 'POST', target: `/migration/${id}/task`, body: incremental() });
  await dcs(lab, 'StopMigrationTask', { method: 'POST', target: `/migration-task/${id}/stop` });
  lab.clock.advance(300);
  await dcs(lab, 'DeleteMigrationTask', {
    method: 'DELETE',
    target: '/migration-tasks/delete',
    body: { task_id_list: [id] },
  });
  const restore = await dcs(lab, 'CreateMigrationTask', {
    method: 'POST',
    target: '/migration-task',
    body: importTask('restore'),
  });
  await dcs(lab, 'StopMigrationTaskSync', {
    method: 'POST',
    target: `/migration-task/${String(restore.json['id'])}/sync-stop`,
  });
  await dcs(lab, 'ShowInstance', { method: 'GET', target: `/instances/${TARGET}` });
  await dcs(lab, 'ListInstances', { method: 'GET', target: `/instances?instance_id=${TARGET}` });
  await dcs(lab, 'ListBackupRecords', { method: 'GET', target: `/instances/${TARGET}/backups?limit=10` });
  const called = Object.keys(lab.sandbox.control.metrics().operations).toSorted();
  expect(called).toEqual(Object.keys(huaweicloudSchemas).toSorted());
});

async function dcs(lab: TestSandbox, operation: DcsOperation, call: ClientCall): Promise<JsonResponse> {
  const answer = await lab.client.huaweicloud(call);
  expectDocumented(answer, huaweicloudSchemas[operation]);
  return answer;
}

function expectDocumented(answer: JsonResponse, schema: (typeof huaweicloudSchemas)[DcsOperation]): void {
  const { operation, success } = schema['x-waybill'];
  expect(success, `${operation}: ${answer.text}`).toContain(answer.status);
  if (answer.text === '') return;
  const validate = ajv.compile(schema.$defs.response);
  expect(validate(JSON.parse(answer.text)), `${operation}: ${ajv.errorsText(validate.errors)}`).toBe(true);
}

function incremental(): unknown {
  return {
    migration_method: 'incremental_migration',
    resume_mode: 'auto',
    bandwidth_limit_mb: '100',
    source_instance: { id: SOURCE, password: 'source-password' },
    target_instance: { id: TARGET, password: 'target-password' },
  };
}

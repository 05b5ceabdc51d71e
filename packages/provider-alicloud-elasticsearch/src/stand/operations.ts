import { type Call, isJsonObject, type Operation, objectOf, queryOf, textOf } from '@waybill/stand-kit';
import { createDataTasks } from './create-data-tasks.ts';
import { deleteDataTask } from './delete-data-task.ts';
import { describeElasticsearchHealth, describeInstance, listInstanceIndices } from './describe-instance.ts';
import { getClusterDataInformation } from './get-cluster-data-information.ts';
import { listDataTasks } from './list-data-tasks.ts';
import type { AlicloudHandler, AlicloudService } from './service.ts';

const INSTANCE = '/openapi/instances/{InstanceId}';

type Row = readonly [
  name: string,
  method: Operation['method'],
  path: string,
  handler: AlicloudHandler,
  subject?: Operation['subject'],
];

/** Source: Alibaba Cloud Elasticsearch API reference, 2017-06-13. */
const ROWS: readonly Row[] = [
  ['CreateDataTasks', 'POST', `${INSTANCE}/data-task`, createDataTasks, sinkIndices],
  ['ListDataTasks', 'GET', `${INSTANCE}/data-task`, listDataTasks],
  ['DeleteDataTask', 'DELETE', `${INSTANCE}/data-task`, deleteDataTask, (call) => queryOf(call, 'taskId')],
  ['GetClusterDataInformation', 'POST', '/openapi/cluster/data-information', getClusterDataInformation],
  ['DescribeInstance', 'GET', INSTANCE, describeInstance],
  ['DescribeElasticsearchHealth', 'GET', `${INSTANCE}/elasticsearch-health`, describeElasticsearchHealth],
  ['ListInstanceIndices', 'GET', `${INSTANCE}/indices`, listInstanceIndices],
];

/** The served part of the Elasticsearch service. */
export function alicloudOperations(service: AlicloudService): readonly Operation[] {
  return ROWS.map(([name, method, path, handler, subject]) => ({
    name,
    method,
    path,
    subject: subject ?? ((call) => call.params['InstanceId'] ?? null),
    idempotencyToken: (call) => queryOf(call, 'ClientToken'),
    handle: (call) => handler(call, service),
  }));
}

/** The sink indices of a create, which name its tasks before they have ids. */
function sinkIndices(call: Call): string | null {
  const elements = Array.isArray(call.json) ? call.json : [call.json];
  const names = elements.map((element) =>
    isJsonObject(element) ? textOf(objectOf(element, 'sinkCluster'), 'index') : null,
  );
  return names.filter((name) => name !== null).join(',') || null;
}

import { type Completion, isValueObject, type Operation, Reference, type Value } from '@waybill/core';
import { type OperationName, operationSchemas } from '../generated/schemas.generated.ts';
import { REINDEX_TASKS_POLL } from '../polls/reindex-tasks-poll.ts';
import { RUNNING_COPIES } from '../reconcile/tasks-of-opaque-id.ts';
import { markUnit } from './mark-unit.ts';

type Described = Omit<Operation, 'name' | 'document' | 'requestSchema' | 'responseSchema'>;

/** The calls of a cluster that migrations need, by name. */
export const operations: Readonly<Record<string, Operation>> = {
  ShowNodes: describe('ShowNodes', {
    title: 'show the nodes of a cluster',
    outputs: { cluster_name: '/response/cluster_name', version: '/response/nodes/0/version' },
  }),
  ShowClusterState: describe('ShowClusterState', {
    title: 'show the templates and ingest pipelines of a cluster',
    outputs: { cluster_uuid: '/response/cluster_uuid' },
  }),
  HasPrivileges: describe('HasPrivileges', { title: 'show what a user may do', outputs: {} }),
  ShowClusterSettings: describe('ShowClusterSettings', { title: 'show settings of a cluster', outputs: {} }),
  ListAllocation: describe('ListAllocation', { title: 'list the disks and shards of a cluster', outputs: {} }),
  ListIndices: describe('ListIndices', { title: 'list the indices of a cluster', outputs: {} }),
  GetIndex: describe('GetIndex', {
    title: 'show the definition of an index',
    outputs: {
      name: '/response/indices/0/name',
      settings: '/response/indices/0/settings',
      mappings: '/response/indices/0/mappings',
      aliases: '/response/indices/0/aliases',
    },
  }),
  ShowIndexStats: describe('ShowIndexStats', {
    title: 'show the write positions of an index',
    outputs: { max_seq_no: '/response/max_seq_no' },
  }),
  ShowIndexUsage: describe('ShowIndexUsage', {
    title: 'show how often an index was searched and written to',
    outputs: { searches: '/response/searches', writes: '/response/writes' },
  }),
  CountDocuments: describe('CountDocuments', {
    title: 'count the documents of an index',
    outputs: { count: '/response/count' },
  }),
  ShowIndexHealth: describe('ShowIndexHealth', {
    title: 'show whether the shards of an index are allocated',
    outputs: { status: '/response/status' },
  }),
  CreateIndex: describe('CreateIndex', {
    title: 'create an index',
    recovery: { policy: 'inspect' },
    outputs: { index: '/request/index' },
    mark: markUnit,
    readBefore: ({ index = null }) => ({ operation: 'GetIndex', arguments: { index } }),
    writes: (args) => writtenIndex(args['index'], ['index']),
  }),
  TryDefinition: describe('TryDefinition', {
    title: 'try the definition of an index without creating one',
    outputs: {},
  }),
  DeleteIndex: describe('DeleteIndex', {
    title: 'delete an index',
    recovery: { policy: 'inspect' },
    outputs: { index: '/request/index' },
  }),
  PutSettings: describe('PutSettings', {
    title: 'change settings of an index',
    recovery: { policy: 'repeatable' },
    outputs: { index: '/request/index' },
  }),
  AddIndexBlock: describe('AddIndexBlock', {
    title: 'block an index',
    recovery: { policy: 'repeatable' },
    outputs: { index: '/request/index', acknowledged: '/response/acknowledged' },
  }),
  RefreshIndex: describe('RefreshIndex', {
    title: 'refresh an index, so that everything written to it is visible',
    recovery: { policy: 'repeatable' },
    outputs: { index: '/request/index' },
  }),
  GetAlias: describe('GetAlias', {
    title: 'show the indices behind an alias',
    outputs: { index: '/response/indices/0/name' },
  }),
  UpdateAliases: describe('UpdateAliases', {
    title: 'add and remove aliases in one step',
    recovery: { policy: 'inspect' },
    outputs: { acknowledged: '/response/acknowledged' },
  }),
  Reindex: describe('Reindex', {
    title: 'copy the documents of an index',
    recovery: { policy: 'lookup' },
    outputs: { task_id: '/response/task' },
    taskId: '/response/task',
    completion: ({ x_opaque_id: id = null }) => copied(id),
    readBefore: () => ({
      operation: 'ListTasks',
      arguments: RUNNING_COPIES,
    }),
    activeTarget: ({ dest }) => (isValueObject(dest) ? dest['index'] : undefined),
  }),
  TryReindex: describe('TryReindex', { title: 'try to read an index without writing anything', outputs: {} }),
  GetTask: describe('GetTask', {
    title: 'show a task',
    outputs: { completed: '/response/completed' },
  }),
  ListTasks: describe('ListTasks', { title: 'list the tasks in progress', outputs: {} }),
  FindTaskResults: describe('FindTaskResults', { title: 'search the results of tasks', outputs: {} }),
  CancelTask: describe('CancelTask', {
    title: 'end a task at its next batch',
    recovery: { policy: 'repeatable' },
    outputs: { task_id: '/request/task_id' },
  }),
  RethrottleReindex: describe('RethrottleReindex', {
    title: 'change the speed of a copy',
    recovery: { policy: 'repeatable' },
    outputs: { task_id: '/request/task_id' },
  }),
};

/** Of a step that is one operation, whose step is `call`. */
function copied(opaqueId: Value): Completion {
  const taskId = new Reference(['steps', 'call', 'outputs', 'task_id']);
  return { poll: REINDEX_TASKS_POLL, goal: 'copied', arguments: { task_id: taskId, x_opaque_id: opaqueId } };
}

/** `index`: as the plan names it; known only where it is a text. */
export function writtenIndex(
  index: Value | undefined,
  path: readonly string[],
): ReturnType<NonNullable<Operation['writes']>> {
  if (typeof index !== 'string') return [];
  return [{ label: `the index ${index}`, identity: ['index', index], within: 'connection', path }];
}

function describe(name: OperationName, described: Described): Operation {
  const { 'x-waybill': binding, $defs } = operationSchemas[name];
  return {
    name,
    document: binding.document,
    requestSchema: $defs.request,
    responseSchema: $defs.response,
    ...described,
  };
}

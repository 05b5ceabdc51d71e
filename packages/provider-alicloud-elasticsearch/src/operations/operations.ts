import { isValueObject, type Operation } from '@waybill/core';
import { type OperationName, operationSchemas } from '../generated/schemas.generated.ts';
import { describeCopy } from '../kinds/describe-copy.ts';
import { findDefinitionProblems } from '../kinds/find-definition-problems.ts';
import { writtenIndex } from '../kinds/written-index.ts';
import { createCompletion, deleteCompletion } from './completions.ts';

type Described = Omit<Operation, 'name' | 'document' | 'requestSchema' | 'responseSchema'>;

/** The operations of the API that migrations need, by name. */
export const operations: Readonly<Record<string, Operation>> = {
  CreateDataTasks: describe('CreateDataTasks', {
    title: 'create an index migration task',
    recovery: { policy: 'token', argument: 'ClientToken' },
    // The answer has no task id, and what it echoes holds passwords: nothing of it is kept.
    outputs: {},
    completion: createCompletion,
    readBefore: ({ InstanceId = null }) => ({ operation: 'ListDataTasks', arguments: { InstanceId } }),
    activeTarget: (args) => args['InstanceId'],
    problems: ({ sinkCluster = null }) => (isValueObject(sinkCluster) ? findDefinitionProblems(sinkCluster) : []),
    writes: writtenIndex,
    describe: describeCopy,
  }),
  ListDataTasks: describe('ListDataTasks', { title: 'list the index migration tasks of an instance', outputs: {} }),
  DeleteDataTask: describe('DeleteDataTask', {
    title: 'delete an index migration task',
    recovery: { policy: 'token', argument: 'ClientToken' },
    outputs: {},
    completion: deleteCompletion,
  }),
  GetClusterDataInformation: describe('GetClusterDataInformation', {
    title: 'inspect a cluster or one of its indices',
    outputs: { connectable: '/response/Result/connectable' },
  }),
  DescribeInstance: describe('DescribeInstance', {
    title: 'show an instance',
    outputs: {
      status: '/response/Result/status',
      es_version: '/response/Result/esVersion',
      domain: '/response/Result/domain',
      port: '/response/Result/port',
      vpc_id: '/response/Result/networkConfig/vpcId',
      vpc_instance_id: '/response/Result/vpcInstanceId',
    },
  }),
};

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

import type { EarlierEffect, Json, JsonObject } from '@waybill/core';
import { expect, test } from 'vitest';
import { createdAt, findEarlierEffect } from './find-earlier-effect.ts';

const CREATE: JsonObject = {
  InstanceId: 'es-cn-sink',
  sourceCluster: { endpoint: 'http://10.0.0.1:9200', index: 'old', type: '_doc' },
  sinkCluster: { index: 'new', type: '_doc', username: 'elastic', password: 'hush' },
};

test('no task of the copy: it has not happened', async () => {
  expect((await find([row('a', 'RUNNING', { index: 'other' })])).kind).toBe('none');
  expect((await find([row('a', 'RUNNING', { endpoint: 'http://10.9.9.9:9200' })])).kind).toBe('none');
  expect((await find([row('a', 'FAILED')])).kind).toBe('none');
});

test('one task at work makes this very copy: it is taken over, and older ones are told apart from it', async () => {
  const found = await find([row('live', 'RUNNING'), row('failed', 'FAILED')]);
  expect(found).toMatchObject({ kind: 'happened', existingIds: ['failed'] });
});

test('several at work cannot be determined apart', async () => {
  const found = await find([row('a', 'RUNNING'), row('b', 'PENDING')]);
  expect(found).toMatchObject({ kind: 'undecided', foundIds: ['a', 'b'] });
});

test('one that has succeeded counts while its index is in the sink', async () => {
  expect((await find([row('done', 'SUCCESS')], ['new'])).kind).toBe('happened');
  expect((await find([row('done', 'SUCCESS')], [])).kind).toBe('none');
  expect((await find([row('a', 'SUCCESS'), row('b', 'SUCCESS')], ['new'])).kind).toBe('undecided');
});

test('tasks of other steps, and other operations, are no evidence', async () => {
  expect((await find([row('live', 'RUNNING')], [], { takenIds: ['live'] })).kind).toBe('none');
  expect((await find([row('live', 'RUNNING')], [], { operation: 'DeleteDataTask' })).kind).toBe('none');
});

async function find(
  rows: readonly JsonObject[],
  indices: readonly string[] = [],
  more: { readonly takenIds?: readonly string[]; readonly operation?: string } = {},
): Promise<EarlierEffect> {
  const answers: Readonly<Record<string, Json>> = {
    ListDataTasks: { Result: rows },
    GetClusterDataInformation: { Result: { connectable: true, metaInfo: { indices } } },
  };
  const call = { operation: 'CreateDataTasks', arguments: CREATE, takenIds: [], ...more };
  return await findEarlierEffect(call, async (operation) => answers[operation] ?? null);
}

function row(taskId: string, status: string, source: JsonObject = {}): JsonObject {
  return {
    taskId,
    status,
    sourceCluster: { endpoint: 'http://10.0.0.1:9200', index: 'old', type: '_doc', ...source },
    sinkCluster: { index: 'new', type: '_doc' },
  };
}

test('a time without a zone is read as the earliest that it may be, so that no earlier task is taken for a later one', () => {
  const inChina = Date.UTC(2026, 0, 2, 3, 4, 5);
  expect(createdAt({ createdAt: '2026-01-02 11:04:05' })).toEqual({ createdAtMs: inChina });
  expect(createdAt({ createdAt: undefined })).toEqual({});
  expect(createdAt({ createdAt: 'yesterday' })).toEqual({});
});

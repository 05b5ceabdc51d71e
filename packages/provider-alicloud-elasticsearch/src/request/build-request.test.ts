import { readdirSync, readFileSync } from 'node:fs';
import { defined, type JsonObject, Reference } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { buildRequest } from './build-request.ts';
import { findBadIdentifier } from './find-bad-identifier.ts';

const VECTORS = new URL('../../../../test/vectors/alicloud/', import.meta.url);
const INSTANCE = 'es-cn-n6w1o1x0w001c';

interface RecordedRequest {
  readonly name: string;
  readonly operation: string;
  /** The SDKs take the token in either case and the body as it goes out. */
  readonly input: {
    readonly InstanceId?: string;
    readonly clientToken?: string;
    readonly ClientToken?: string;
    readonly taskId?: string;
    readonly body?: JsonObject | readonly [JsonObject];
  };
  readonly request: { readonly method: string; readonly target: string; readonly body: string };
}

const recordings = readdirSync(VECTORS)
  .filter((name) => name.startsWith('req-'))
  .map((name) => JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8')) as RecordedRequest);

describe('requests are those of the vendor’s SDKs', () => {
  test.each(recordings.map((recording) => [recording.name, recording] as const))('%s', (_name, recording) => {
    const built = buildRequest({}, recording.operation, flatArguments(recording.input));
    const { body } = recording.request;
    const sent = new URL(recording.request.target, 'https://elasticsearch.cn-beijing.aliyuncs.com');
    expect(built).toEqual({
      method: recording.request.method,
      endpoint: sent.origin,
      path: sent.pathname,
      query: Object.fromEntries(sent.searchParams),
      ...defined({ body: body === '' ? undefined : (JSON.parse(body) as unknown) }),
    });
    expect(Object.keys(built.query)).toEqual(Object.keys(built.query).toSorted());
  });
});

describe('absent values', () => {
  test('null counts as absent in query and body', () => {
    const create = { InstanceId: INSTANCE, ClientToken: null, sourceCluster: {}, sinkCluster: {}, migrateConfig: null };
    expect(buildRequest({}, 'CreateDataTasks', create)).toMatchObject({
      query: {},
      body: [{ sourceCluster: {}, sinkCluster: {} }],
    });
    expect(buildRequest({}, 'CreateDataTasks', create).body).toEqual([{ sourceCluster: {}, sinkCluster: {} }]);
  });
});

describe('the path', () => {
  test('cannot be left by a value', () => {
    const { path } = buildRequest({}, 'DescribeInstance', { InstanceId: '../x?y#z/$&' });
    expect(path).toBe('/openapi/instances/..%2Fx%3Fy%23z%2F%24%26');
  });

  test('keeps a reference readable', () => {
    const reference = new Reference(['migrations', 'a', 'outputs', 'id']).toString();
    const { path } = buildRequest({}, 'ListDataTasks', { InstanceId: reference });
    expect(path).toBe(`/openapi/instances/${reference}/data-task`);
  });

  test.each(['', '.', '..', 'a/b', 'a b', 'es-cn-1?x', 'é', null, 5])('refuses the id %o before sending', (id) => {
    expect(findBadIdentifier('ListDataTasks', { InstanceId: id })).toBe('InstanceId');
  });

  test('accepts an id, and asks for none where there is none', () => {
    expect(findBadIdentifier('DeleteDataTask', { InstanceId: INSTANCE, taskId: 'a/b' })).toBeUndefined();
    expect(findBadIdentifier('GetClusterDataInformation', {})).toBeUndefined();
  });
});

test('an unknown operation is a programmer’s error', () => {
  expect(() => buildRequest({}, 'toString', {})).toThrow('the provider has the operation');
});

function flatArguments(input: RecordedRequest['input']): JsonObject {
  const { body, clientToken, ...rest } = input;
  const fields = Array.isArray(body) ? body[0] : body;
  return { ...rest, ...defined({ ClientToken: clientToken }), ...fields };
}

import { Reference, type Value, type ValueObject } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { operationSchemas } from '../generated/schemas.generated.ts';
import { operations } from './operations.ts';

const ARGS: ValueObject = {
  InstanceId: 'es-cn-SINK',
  sourceCluster: { index: 'orders', type: '_doc', password: new Reference(['secrets', 'pw']) },
  sinkCluster: { index: 'orders-new', type: '_doc' },
  taskId: 'T1',
};

/** By what the documented operation does: `effect` in the schema is the vendor's own word. */
const [effects, reads] = [true, false].map((hasEffect) =>
  Object.values(operations).filter(({ name }) => effectOf(name) === hasEffect),
);

describe('every operation', () => {
  test('of the schemas is there under its own name, and no other one', () => {
    expect(Object.keys(operations).toSorted()).toEqual(Object.keys(operationSchemas).toSorted());
    for (const [name, operation] of Object.entries(operations)) {
      expect(operation.name).toBe(name);
      expect(operation.document).not.toBe('');
    }
  });

  test('with an effect says how a lost answer is settled, and a read does not', () => {
    expect(effects?.map(({ name, recovery }) => [name, recovery])).toEqual([
      ['CreateDataTasks', { policy: 'token', argument: 'ClientToken' }],
      ['DeleteDataTask', { policy: 'token', argument: 'ClientToken' }],
    ]);
    expect(reads?.map(({ recovery }) => recovery)).toEqual([undefined, undefined, undefined]);
  });

  test('that takes a token has the argument that takes it', () => {
    for (const { name, recovery, requestSchema } of effects ?? []) {
      const argument = recovery?.policy === 'token' ? recovery.argument : '';
      expect([name, propertiesOf(requestSchema)]).toEqual([name, expect.arrayContaining([argument])]);
    }
  });

  test('keeps only what its answer documents', () => {
    for (const { name, outputs, responseSchema } of Object.values(operations)) {
      for (const pointer of Object.values(outputs)) {
        const [root, ...path] = pointer.split('/').slice(1);
        expect([name, pointer, root, isDocumented(responseSchema, path)]).toEqual([name, pointer, 'response', true]);
      }
    }
  });
});

describe('CreateDataTasks', () => {
  const create = operations['CreateDataTasks'];

  test('keeps nothing of an answer that echoes passwords', () => {
    expect(create?.outputs).toEqual({});
    expect(create?.taskId).toBeUndefined();
  });

  test('waits for the task of its own indices, and not for one that was there before', () => {
    expect(create?.completion?.(ARGS)).toEqual({
      poll: 'data-tasks',
      goal: 'succeeded',
      arguments: {
        InstanceId: 'es-cn-SINK',
        sourceIndex: 'orders',
        sourceType: '_doc',
        sinkIndex: 'orders-new',
        sinkType: '_doc',
        existing_ids: new Reference(['steps', 'call', 'existing']),
      },
    });
  });

  test('reads the list of the instance first, and counts against its places', () => {
    const readBefore = create?.readBefore?.(ARGS);
    expect(readBefore).toEqual({ operation: 'ListDataTasks', arguments: { InstanceId: 'es-cn-SINK' } });
    expect(create?.activeTarget?.(ARGS)).toBe('es-cn-SINK');
  });

  test('fills the index of the sink, where the plan names both', () => {
    expect(create?.writes?.(ARGS)).toMatchObject([{ identity: ['index', 'es-cn-sink', 'orders-new'] }]);
    expect(create?.writes?.({ ...ARGS, InstanceId: new Reference(['secrets', 'id']) })).toEqual([]);
  });

  test('finds what is wrong with the definitions of the sink, and nothing where there is no sink', () => {
    const problemsOf = (sinkCluster: Value) => create?.problems?.({ ...ARGS, sinkCluster });
    expect(problemsOf({ index: 'orders-new', settings: '{"a": 1, "a": 2}' })).not.toEqual([]);
    expect(problemsOf({ index: 'orders-new', settings: '{"a": 1}' })).toEqual([]);
    expect(problemsOf(new Reference(['secrets', 'sink']))).toEqual([]);
    expect(create?.problems?.({})).toEqual([]);
  });
});

test('DeleteDataTask waits until its task is listed no more, and opens none', () => {
  const remove = operations['DeleteDataTask'];
  expect(remove?.completion?.(ARGS)).toEqual({
    poll: 'data-tasks',
    goal: 'absent',
    arguments: { InstanceId: 'es-cn-SINK', taskId: 'T1' },
  });
  expect([remove?.activeTarget, remove?.writes, remove?.taskId]).toEqual([undefined, undefined, undefined]);
});

test('arguments that are missing are null for a wait, and not left out', () => {
  const { existing_ids: _, ...others } = operations['CreateDataTasks']?.completion?.({})?.arguments ?? {};
  expect(new Set(Object.values(others))).toEqual(new Set([null]));
  expect(operations['DeleteDataTask']?.completion?.({})?.arguments).toEqual({ InstanceId: null, taskId: null });
});

function effectOf(name: string): boolean {
  const schema = Object.entries(operationSchemas).find(([known]) => known === name)?.[1];
  return schema?.['x-waybill'].effect === true;
}

function propertiesOf(schema: object): readonly string[] {
  return Object.keys((schema as { readonly properties?: object }).properties ?? {});
}

function isDocumented(schema: object, [key, ...path]: readonly string[]): boolean {
  if (key === undefined) return true;
  const { properties } = schema as { readonly properties?: Readonly<Record<string, object>> };
  const child = properties?.[key];
  return child !== undefined && isDocumented(child, path);
}

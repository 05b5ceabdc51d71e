import type { Json, JsonObject } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDataTasks } from './data-task.ts';
import { matchesPair } from './index-pair.ts';
import { readTaskList } from './task-list.ts';

const anyIndex = fc.constantFrom('a', 'b', 'c', undefined);
const anyCluster = fc.record({ index: anyIndex, type: fc.constantFrom('_doc', 'x', undefined) });
const anyRow = fc.record({
  taskId: fc.constantFrom('t-1', 't-2', 't-3', 't-4'),
  status: fc.constantFrom('RUNNING', 'SUCCESS'),
  sourceCluster: anyCluster,
  sinkCluster: fc.record({ index: anyIndex, endpoint: fc.constantFrom('http://e', undefined) }),
});

describe('a list of tasks', () => {
  test('finds the tasks of a pair that going through all of them finds', () => {
    fc.assert(
      fc.property(fc.array(anyRow), anyCluster, anyCluster, (rows, source, sink) => {
        const response = { Result: rows } as unknown as JsonObject;
        const pair = { source, sink };
        const expected = parseDataTasks(response).filter((task) => matchesPair(task, pair));
        expect(readTaskList(response).ofPair(pair)).toEqual(expected);
      }),
    );
  });

  test('is worked out once for all who have the same answer', () => {
    const row = { taskId: 't-1', status: 'RUNNING' };
    const response = { Result: [row] };
    const list = readTaskList(response);
    expect(readTaskList(response)).toBe(list);
    expect(readTaskList({ Result: [row] })).not.toBe(list);
    expect(list.byId('t-1')).toMatchObject({ status: 'RUNNING' });
    expect(list.byId('t-2')).toBeUndefined();
  });

  test.each<Json>([null, [], {}, { Result: {} }])(
    'an answer without one is an error, however often: %j',
    (response) => {
      for (const _again of [1, 2]) expect(() => readTaskList(response)).toThrow('ListDataTasks');
    },
  );
});

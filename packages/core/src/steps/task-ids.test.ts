import { expect, it } from 'vitest';
import type { Graph } from '../graph/graph.ts';
import { isRead, taskIdsOfCall, taskIdsOfPoll } from './task-ids.ts';

const outputs = { task_id: 'task-1', cluster_id: 'shared', status: 'RUNNING' };
const pointers = { task_id: '/response/id', cluster_id: '/response/cluster', status: '/response/status' };

it('takes the declared output for the task, and none that only sounds like one', () => {
  expect(taskIdsOfCall({ outputs: pointers, taskId: '/response/id' }, outputs)).toEqual(['task-1']);
  expect(taskIdsOfCall({ outputs: pointers }, outputs)).toEqual([]);
  expect(taskIdsOfCall({ outputs: pointers, taskId: '/response/id' }, { task_id: null })).toEqual([]);
  expect(taskIdsOfPoll({ taskId: 'task_id' }, outputs)).toEqual(['task-1']);
  expect(taskIdsOfPoll({}, outputs)).toEqual([]);
});

it('a step of the plan that only asks has made nothing of what it keeps; of one that is gone nobody knows', () => {
  const kinds = { 'a.look': 'check', 'a.create': 'call', 'a.await': 'await', 'a.gate': 'gate' };
  const graph = { stepsByAddress: new Map(Object.entries(kinds).map(([step, kind]) => [step, { kind }])) };
  const asked = [...Object.keys(kinds), 'a.gone'].filter((step) => isRead(step, graph as unknown as Graph));
  expect(asked).toEqual(['a.look', 'a.gate']);
});

import { expect, it } from 'vitest';
import { possibleTaskIds, taskIdsOfCall, taskIdsOfPoll } from './task-ids.ts';

const outputs = { task_id: 'task-1', cluster_id: 'shared', status: 'RUNNING' };
const pointers = { task_id: '/response/id', cluster_id: '/response/cluster', status: '/response/status' };

it('takes the declared output for the task, and none that only sounds like one', () => {
  expect(taskIdsOfCall({ outputs: pointers, taskId: '/response/id' }, outputs)).toEqual(['task-1']);
  expect(taskIdsOfCall({ outputs: pointers }, outputs)).toEqual([]);
  expect(taskIdsOfCall({ outputs: pointers, taskId: '/response/id' }, { task_id: null })).toEqual([]);
  expect(taskIdsOfPoll({ taskId: 'task_id' }, outputs)).toEqual(['task-1']);
  expect(taskIdsOfPoll({}, outputs)).toEqual([]);
});

it('of a step that is no longer in the plan, keeps whatever may be a task', () => {
  expect(possibleTaskIds(outputs)).toEqual(['task-1', 'shared']);
});

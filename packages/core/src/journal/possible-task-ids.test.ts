import { expect, it } from 'vitest';
import { possibleTaskIds } from './possible-task-ids.ts';

it('of a step that is no longer in the plan, keeps whatever may be a task', () => {
  const outputs = { task_id: 'task-1', cluster_id: 'shared', status: 'RUNNING', other_id: null };
  expect(possibleTaskIds(outputs)).toEqual(['task-1', 'shared']);
});

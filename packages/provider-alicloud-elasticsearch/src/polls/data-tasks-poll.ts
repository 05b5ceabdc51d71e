import type { Poll } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { assumedDuration, callsOfRound } from './estimates.ts';
import { judgeTask } from './judge-task.ts';
import { observeTasks } from './observe-tasks.ts';

/** Name of the poll in steps and completions. */
export const DATA_TASKS_POLL = 'data-tasks';

/**
 * Observes data tasks of one sink instance. Arguments: `InstanceId`, and either `taskId` or the pair (`sourceIndex`,
 * `sourceType`, `sinkIndex`, `sinkType`) with `existing_ids`, the tasks of that pair that are not ours.
 */
export const dataTasksPoll: Poll = {
  taskId: 'task_id',
  scope: (args) => textOf(args['InstanceId']) ?? '',
  read: observeTasks,
  judge: judgeTask,
  callsOfRound,
  assumedDuration,
};

import type { Poll } from '@waybill/core';
import { assumedDuration, callsOfRound } from './estimates.ts';
import { judgeTask } from './judge-task.ts';
import { readTasks } from './read-tasks.ts';

/** Every waiting task of a project shares the rounds of one scope. */
export const migrationTasksPoll: Poll = {
  scope: () => 'migration-tasks',
  read: readTasks,
  judge: judgeTask,
  callsOfRound,
  assumedDuration,
};

import type { Json } from '@waybill/core';
import type { ShownTask } from './show-task.ts';

/** What a batch would have answered when it was executed for all of `tasks`. */
export function batchResponse(tasks: readonly ShownTask[]): Json {
  return { migration_tasks: tasks.map((task) => ({ task_id: task.id, result: 'success' })) };
}

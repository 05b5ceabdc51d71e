import type { Json, ReadCall } from '@waybill/core';
import { type Fields, fieldsOf, type Part, textOf } from '@waybill/provider-kit';
import type { ShowMigrationTaskResponse } from '../generated/answers.generated.ts';
import { type TaskPhase, taskPhase } from '../polls/task-status.ts';

/** What settling a lost call needs to know of a task. */
export interface ShownTask {
  readonly id: string;
  readonly status: string;
  readonly phase: TaskPhase;
  readonly taskStatus: string | undefined;
  readonly migrationMethod: string | undefined;
  readonly description: string | undefined;
  /** As the vendor wrote it; null when absent. */
  readonly updatedAt: string | null;
  /** Wall time in milliseconds since 1970; undefined when absent or not in the one form that names its zone. */
  readonly updatedAtMs: number | undefined;
  readonly source: ShownInstance;
  readonly target: ShownInstance;
}

export type ShownInstance = Fields<Part<ShowMigrationTaskResponse, 'source_instance'>>;

export async function showTask(taskId: string, read: ReadCall): Promise<ShownTask> {
  const task = fieldsOf<ShowMigrationTaskResponse>(await read('ShowMigrationTask', { task_id: taskId }));
  const status = textOf(task.status) ?? '';
  return {
    id: taskId,
    status,
    phase: taskPhase(status),
    taskStatus: textOf(task.task_status),
    migrationMethod: textOf(task.migration_method),
    description: textOf(task.description),
    updatedAt: textOf(task.updated_at) ?? null,
    updatedAtMs: instant(task.updated_at),
    source: fieldsOf(task.source_instance),
    target: fieldsOf(task.target_instance),
  };
}

/** Times come in several forms; only one of them says which zone it means. */
function instant(value: Json | undefined): number | undefined {
  const isAbsolute = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value);
  return isAbsolute ? Date.parse(value) : undefined;
}

import { isJsonObject, type Json, type JsonObject, type ReadCall } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
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
  readonly source: JsonObject;
  readonly target: JsonObject;
}

export async function showTask(taskId: string, read: ReadCall): Promise<ShownTask> {
  const answer = await read('ShowMigrationTask', { task_id: taskId });
  const task = isJsonObject(answer) ? answer : {};
  const status = textOf(task['status']) ?? '';
  return {
    id: taskId,
    status,
    phase: taskPhase(status),
    taskStatus: textOf(task['task_status']),
    migrationMethod: textOf(task['migration_method']),
    description: textOf(task['description']),
    updatedAt: textOf(task['updated_at']) ?? null,
    updatedAtMs: instant(task['updated_at']),
    source: isJsonObject(task['source_instance']) ? task['source_instance'] : {},
    target: isJsonObject(task['target_instance']) ? task['target_instance'] : {},
  };
}

/** Times come in several forms; only one of them says which zone it means. */
function instant(value: Json | undefined): number | undefined {
  const isAbsolute = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value);
  return isAbsolute ? Date.parse(value) : undefined;
}

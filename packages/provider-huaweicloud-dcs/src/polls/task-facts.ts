import type { Json, JsonObject } from '@waybill/core';
import { type Fields, textOf } from '@waybill/provider-kit';
import type { ShowMigrationTaskResponse } from '../generated/answers.generated.ts';
import { carriesToken } from '../reconcile/task-token.ts';
import type { ListedTask } from './list-tasks.ts';

/** Stands where a status would, for a task that no answer of the round showed. Not a word of the vendor. */
export const NOT_LISTED = 'not listed';

/** Another task that carries the mark of the one that a unit waits for. */
export interface Duplicate {
  readonly [field: string]: Json;
  readonly task_id: string;
  readonly status: string;
}

/** What a poll keeps of one task: all that judging needs, and no passwords. `null` stands for "not said". */
export interface TaskFacts extends JsonObject {
  /** The task was created by a unit. */
  readonly is_marked?: true;
  readonly task_id: string;
  readonly status: string;
  /** When the task last changed, as the vendor wrote it. Only single looks show it. */
  readonly updated_at: string | null;
  readonly error_message: string | null;
  /** Sub-state of an exchange of addresses. */
  readonly task_status: string | null;
  /** Status of the job that builds the migration machine, where it was looked at. */
  readonly job_status: string | null;
  readonly fail_reason: string | null;
  /** Distance between the replication positions of source and target, where it was looked at. */
  readonly offset: number | null;
  /** 0 to 100. */
  readonly full_migration_progress: number | null;
  /** Why an extra look at this task failed in this round. */
  readonly problem: string | null;
  /** Other tasks that carry the mark of this one, where there are any. */
  readonly duplicates?: readonly Duplicate[];
  /** Set when the extra look lacked a permission, and so will the next one. */
  readonly forbidden?: { readonly code: string; readonly hint: string | null };
}

/** From an item of ListMigrationTask or an answer of ShowMigrationTask. Undefined when it has no id or no status. */
export function parseTaskFacts(task: ListedTask & Fields<ShowMigrationTaskResponse>): TaskFacts | undefined {
  const id = taskText(task.task_id);
  const status = taskText(task.status);
  if (id === null || status === null) return undefined;
  return {
    task_id: id,
    status,
    updated_at: taskText(task.updated_at),
    error_message: taskText(task.error_message),
    task_status: taskText(task.task_status),
    job_status: null,
    fail_reason: null,
    offset: null,
    full_migration_progress: null,
    problem: null,
    ...(carriesToken(task.description) ? { is_marked: true } : {}),
  };
}

/** Non-empty text, or null. */
export function taskText(value: Json | undefined): string | null {
  return textOf(value) ?? null;
}

/** The statistics are typed as strings and shown as numbers; null until they exist. */
export function taskNumber(value: Json | undefined): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*%?\s*$/.test(value) ? Number.parseFloat(value) : null;
}

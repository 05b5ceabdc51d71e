import type { Json, LostCall } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';

/** The task that a lost call was sent for; empty when it named none, which no task is called. */
export function lostTaskId(lost: Pick<LostCall, 'arguments'>): string {
  return textOf(lost.arguments['task_id']) ?? '';
}

/** The tasks that a lost batch was sent for. */
export function lostTaskIds(lost: Pick<LostCall, 'arguments'>): readonly string[] {
  const ids = lost.arguments['migration_tasks'];
  return Array.isArray(ids) ? (ids as readonly Json[]).map((id) => textOf(id) ?? '') : [];
}

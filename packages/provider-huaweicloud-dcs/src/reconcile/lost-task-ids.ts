import type { Json, LostCall } from '@waybill/core';
import { optionalText } from '../optional-text.ts';

/** The task that a lost call was sent for; empty when it named none, which no task is called. */
export function lostTaskId(lost: Pick<LostCall, 'arguments'>): string {
  return optionalText(lost.arguments['task_id']) ?? '';
}

/** The tasks that a lost batch was sent for. */
export function lostTaskIds(lost: Pick<LostCall, 'arguments'>): readonly string[] {
  const ids = lost.arguments['migration_tasks'];
  return Array.isArray(ids) ? (ids as readonly Json[]).map((id) => optionalText(id) ?? '') : [];
}

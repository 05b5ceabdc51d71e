import type { Json, JsonObject } from '@waybill/core';

/** The tasks that a wait is for: `task_id`, or `task_ids` after a batch. */
export function wantedTaskIds(args: JsonObject): readonly string[] {
  const many = args['task_ids'];
  const ids = Array.isArray(many) ? (many as readonly Json[]) : [args['task_id'] ?? null];
  return ids.filter((id) => typeof id === 'string' && id !== '') as readonly string[];
}

import type { PlanEdit } from '@waybill/core/internal';
import type { JsonEdit } from './json-objects.ts';

/** What becomes of the steps of an edited plan, as part of a JSON object. */
export function editJson({ isSamePlan, keptCount, accepted, redo, orphaned, running, newCount }: PlanEdit): JsonEdit {
  const edit = { is_same_plan: isSamePlan, keep: keptCount, accepted, redo_needed: redo, orphaned, new: newCount };
  return running.length === 0 ? edit : { ...edit, running_orphans: running };
}

import { defined } from '@waybill/core';
import { nonEmpty, type PlanEdit } from '@waybill/core/internal';
import type { JsonEdit } from './json-objects.ts';

/** What becomes of the steps of an edited plan, as part of a JSON object. */
export function editJson(found: PlanEdit): JsonEdit {
  const { isSamePlan, keptCount, accepted, changed, orphaned, running, goneMigrations, newCount, implied } = found;
  return {
    is_same_plan: isSamePlan,
    keep: keptCount,
    accepted,
    redo_needed: changed,
    orphaned,
    new: newCount,
    ...defined({
      implied: nonEmpty(implied),
      running_orphans: nonEmpty(running),
      gone_migrations: nonEmpty(goneMigrations),
    }),
  };
}

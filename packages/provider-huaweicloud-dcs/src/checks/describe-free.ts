import type { CheckFinding, Json } from '@waybill/core';
import { fieldsOf } from '@waybill/provider-kit';
import type { ListMigrationTaskResponse } from '../generated/answers.generated.ts';

/**
 * What it means that none of the listed tasks uses the target. The list holds the newest 1,000; where the account has more,
 * `count` says so, and an older task that still runs would not be seen.
 */
export function describeFree(response: Json, seen: number): CheckFinding {
  const count = Number(fieldsOf<ListMigrationTaskResponse>(response).count);
  if (!(count > seen)) return { kind: 'passed', detail: `None of the ${seen} listed tasks uses the target.` };
  const format = (value: number): string => value.toLocaleString('en-US');
  return {
    kind: 'warning',
    detail: `None of the newest ${format(seen)} tasks uses the target; ${format(count - seen)} older ones were not listed.`,
    hint: 'Make sure that no older task still runs on the target, or delete the records of finished tasks.',
  };
}

import type { CheckFinding, ReadRefusal } from '@waybill/core';

/** What a user may not see keeps nobody from copying. `what`: `how full the disks of the target are`. */
export function unseen(what: string, refusal: ReadRefusal | undefined): CheckFinding {
  return {
    kind: 'warning',
    detail: `The cluster does not show ${what}: ${refusal?.message ?? 'no reason is given.'}`,
    hint: 'Give the user the cluster privilege monitor, or make sure of it in another way.',
  };
}

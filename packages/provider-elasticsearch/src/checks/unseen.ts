import type { Check, CheckFinding } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';

/** What the judge of a read that was refused is given. */
export type ReadRefusal = NonNullable<Parameters<NonNullable<Check['judgeNotFound']>>[2]>;

/** What a user may not see keeps nobody from copying. `what`: `how full the disks of the target are`. */
export function unseen(what: string, refusal: ReadRefusal | undefined): CheckFinding {
  return {
    kind: 'warning',
    detail: `The cluster does not show ${what}: ${refusal?.message ?? 'no reason is given.'}`,
    hint: 'Give the user the cluster privilege monitor, or check it in another way.',
  };
}

/** Of a check that asks the source beside the target: only the read of the source names an index. */
export function unseenOrMissing(what: string): NonNullable<Check['judgeNotFound']> {
  return ({ index }, _expected, refusal) =>
    index === undefined
      ? unseen(what, refusal)
      : { kind: 'failed', detail: `The source has no index ${textOf(index) ?? ''}.`, hint: 'Correct source.index.' };
}

import type { UnitStatus } from '@waybill/core';
import { UNIT_STATUSES } from '@waybill/core/internal';
import { unitCountsJson } from '@waybill/node/live';
import { formatCount } from './counted.ts';

export { unitCountsJson };

/** In the order in which people ask for them: `298 succeeded`, `2 failed`. */
export function unitCountParts(
  counts: Readonly<Record<string, number>>,
  without: readonly UnitStatus[] = [],
): readonly { readonly status: UnitStatus; readonly text: string }[] {
  return UNIT_STATUSES.filter((status) => !without.includes(status) && (counts[status] ?? 0) > 0).map((status) => ({
    status,
    text: `${formatCount(counts[status] ?? 0)} ${status}`,
  }));
}

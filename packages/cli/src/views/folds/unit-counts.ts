import { UNIT_STATUSES, type UnitCounts, type UnitStatus } from '@waybill/core';
import { formatCount } from './counted.ts';

/** Units by status, as JSON has them: the total, and each status that any unit has. */
export function unitCountsJson(counts: UnitCounts): Readonly<Record<string, number>> {
  const shown = UNIT_STATUSES.filter((status) => counts[status] > 0).map((status) => [status, counts[status]] as const);
  return { total: counts.total, ...Object.fromEntries(shown) };
}

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

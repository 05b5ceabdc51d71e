import { UNIT_STATUSES, type UnitCounts } from '@waybill/core/internal';

/** Units by status, as JSON has them: the total, and each status that any unit has. */
export function unitCountsJson(counts: UnitCounts): Readonly<Record<string, number>> {
  const shown = UNIT_STATUSES.filter((status) => counts[status] > 0).map((status) => [status, counts[status]] as const);
  return { total: counts.total, ...Object.fromEntries(shown) };
}

import type { JournalRecord } from '@waybill/core';

/**
 * How often the result of each slice is recorded, by step and name. Work that is planned anew after a retry is done again as
 * a whole, and counts from there; a retry alone keeps what was done, and a plan alone is no reason to do it again.
 */
export function countSlices(records: readonly JournalRecord[]): Readonly<Record<string, string>> {
  const counts = new Map<string, Map<string, number>>();
  const retried = new Set<string>();
  for (const record of records) {
    if (record.kind === 'step.retried') retried.add(record.step);
    if (record.kind === 'job.planned' && retried.delete(record.step)) counts.delete(record.step);
    if (record.kind !== 'slice.done') continue;
    const ofStep = counts.get(record.step) ?? new Map<string, number>();
    counts.set(record.step, ofStep.set(record.slice, (ofStep.get(record.slice) ?? 0) + 1));
  }
  const named = [...counts].flatMap(([step, ofStep]) =>
    [...ofStep].map(([slice, count]) => [`${step} ${slice}`, `recorded ${count} ×`]),
  );
  return Object.fromEntries(named);
}

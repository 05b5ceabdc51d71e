import type { JobSummary, JsonObject } from '@waybill/core';
import { type Difference, type DifferenceCounts, describeDifferences } from './describe-differences.ts';

/** What the slices of a comparison have found together. */
export interface Compared {
  /** How thoroughly: `sample`, `digest`. */
  readonly level: string;
  readonly counts: DifferenceCounts;
  /** Documents of parts that differ and were not looked at. */
  readonly left: number;
  readonly named: readonly Difference[];
  /** Something was written to one of the sides meanwhile. */
  readonly hasMoved: boolean;
  /** Said where nothing differs. */
  readonly equal: string;
}

/** What every comparison of documents gives. */
export const COMPARISON_OUTPUTS: readonly string[] = ['result', 'level', 'missing', 'extra', 'changed'];

/** Equal, different, or unstable. `tolerate_missing` of the input: how many documents the copy may be without. Pure. */
export function judgeDifferences(compared: Compared, { tolerate_missing: tolerated = 0 }: JsonObject): JobSummary {
  const { level, counts, left, named, hasMoved, equal } = compared;
  if (counts.missing <= Number(tolerated) && counts.extra + counts.changed + left === 0) {
    const detail = counts.missing === 0 ? equal : `${equal} but for ${counts.missing} documents that were refused`;
    return { kind: 'succeeded', outputs: { result: 'equal', level, ...counts }, detail };
  }
  const result = hasMoved ? 'unstable' : 'different';
  const reason = describeDifferences(counts, left, named);
  return {
    kind: 'failed',
    result,
    outputs: { result, level, ...counts },
    reason: hasMoved ? `${reason} One of them was written meanwhile.` : reason,
    hint: hasMoved
      ? 'Stop the writers, then retry: both sides are compared again.'
      : 'Where the source was written meanwhile, stop the writers and start the unit over. Otherwise find out who has changed the copy, mend it, and retry: both sides are compared again.',
  };
}

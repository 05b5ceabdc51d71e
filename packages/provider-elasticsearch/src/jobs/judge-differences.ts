import type { JobSummary, Json, JsonObject } from '@waybill/core';
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

/**
 * Equal, different, or unstable. `tolerate_missing` of the input: how many documents the copy may be without;
 * `refused_updates`: changes that it did not take, by the rounds that have copied them. Pure.
 */
export function judgeDifferences(
  compared: Compared,
  { tolerate_missing: tolerated = 0, refused_updates: updates }: JsonObject,
): JobSummary {
  const { level, counts, left, named, hasMoved, equal } = compared;
  if (counts.missing <= Number(tolerated) && counts.extra + counts.changed + left === 0) {
    const detail = counts.missing === 0 ? equal : `${equal} but for ${counts.missing} documents that were refused`;
    return { kind: 'succeeded', outputs: { result: 'equal', level, ...counts }, detail };
  }
  const result = hasMoved ? 'unstable' : 'different';
  const refused = refusedIn(updates);
  const reason = `${describeDifferences(counts, left, named)}${describeUpdates(refused)}`;
  return {
    kind: 'failed',
    result,
    outputs: { result, level, ...counts },
    reason: hasMoved ? `${reason} One of them was written meanwhile.` : reason,
    hint: hasMoved
      ? 'Stop the writers, then retry: both sides are compared again.'
      : refused.length > 0
        ? MEND
        : 'Where the source was written meanwhile, stop the writers and start the unit over. Otherwise find out who has changed the copy, mend it, and retry: both sides are compared again.',
  };
}

const MEND =
  'Change the mapping of the copy so that it takes them, write them there as they are at the source, and retry: both sides are compared again.';

/** What a round has tolerated, the copy has as it was before: it is different, and not missing. */
function describeUpdates(refused: readonly string[]): string {
  return refused.length === 0
    ? ''
    : ` Of what was written meanwhile, the copy has refused, and the plan tolerated: ${refused.join(', ')}.`;
}

/** Of each round a list; an earlier version gave none. */
function refusedIn(updates: Json | undefined): readonly string[] {
  return (Array.isArray(updates) ? updates : []).flat().filter((each) => typeof each === 'string');
}

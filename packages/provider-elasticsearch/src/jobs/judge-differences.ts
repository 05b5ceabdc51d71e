import type { JobSummary, Json, JsonObject } from '@waybill/core';
import { type Difference, type DifferenceCounts, describeDifferences, differenceOf } from './describe-differences.ts';
import { MOST_NAMED } from './describe-refused.ts';
import { readRefusedIds } from './refused-ids.ts';

/** What the slices of a comparison have found together. */
export interface Compared {
  /** How thoroughly: `sample`, `digest`. */
  readonly level: string;
  readonly counts: DifferenceCounts;
  /** Of those that are missing: documents that are known to have been refused. */
  readonly refused: number;
  /** Documents of parts that differ and were not looked at. */
  readonly left: number;
  readonly named: readonly Difference[];
  /** Something was written to one of the sides meanwhile. */
  readonly hasMoved: boolean;
  /** Said where nothing differs. */
  readonly equal: string;
}

/** What every comparison of documents gives. */
export const COMPARISON_OUTPUTS: readonly string[] = ['result', 'level', 'missing', 'extra', 'changed', 'omitted'];

/**
 * Equal, different, or unstable. What the copy may be without, the input says as `readRefusedIds` reads it; `refused_updates`: what
 * it did not take, by the rounds that have copied it. Pure.
 */
export function judgeDifferences(compared: Compared, input: JsonObject): JobSummary {
  const { level, counts, left, named, hasMoved } = compared;
  if (isTolerated(compared, input) && counts.extra + counts.changed + left === 0) return succeeded(compared);
  const result = hasMoved ? 'unstable' : 'different';
  const refused = refusedIn(input['refused_updates']);
  const reason = `${describeDifferences(counts, left, named)}${describeOthers(compared)}${describeUpdates(refused)}`;
  return {
    kind: 'failed',
    result,
    outputs: { result, level, ...counts },
    reason: hasMoved ? `${reason} One of them was written to meanwhile.` : reason,
    hint: hasMoved
      ? 'Stop the writers, then retry: both sides are compared again.'
      : refused.length > 0
        ? MEND
        : 'If the source was written to meanwhile, stop the writers and start the unit over. Otherwise find out who changed the copy, repair it, and retry: both sides are compared again.',
  };
}

/** Only what was refused may be missing. Of how many nobody knows which they are, any may be. */
function isTolerated({ counts, refused }: Compared, input: JsonObject): boolean {
  const { unknown, most } = readRefusedIds(input);
  return counts.missing <= most && counts.missing - refused <= unknown;
}

function succeeded({ level, counts, named, equal }: Compared): JobSummary {
  const outputs = { result: 'equal', level, ...counts };
  const count = counts.missing;
  if (count === 0) return { kind: 'succeeded', outputs, detail: equal };
  const missing = named.filter(({ kind }) => kind === 'missing').slice(0, MOST_NAMED);
  const words = count === 1 ? '1 document that was refused' : `${count} documents that were refused`;
  const ids = [...missing.map(({ id }) => id), ...(count > missing.length ? ['…'] : [])];
  return {
    kind: 'succeeded',
    outputs: { ...outputs, omitted: { count, named: missing.map(differenceOf) } },
    detail: `${equal} but for ${words}: ${ids.join(', ')}`,
  };
}

/** Of those that are missing, some may be. */
function describeOthers({ counts, refused }: Compared): string {
  if (refused === 0 || refused === counts.missing) return '';
  return ` ${refused} of those that are missing ${refused === 1 ? 'was' : 'were'} refused when it was copied; the others were not.`;
}

const MEND =
  'Change the mapping of the copy so that it accepts them, write them there as they are in the source, and retry: both sides are compared again.';

/** What a round has tolerated, the copy has as it was before: it is different, and not missing. */
function describeUpdates(refused: readonly string[]): string {
  return refused.length === 0
    ? ''
    : ` Of what was written meanwhile, the copy refused, and the plan tolerated: ${refused.join(', ')}.`;
}

/** Of each round a list; an earlier version gave none. */
function refusedIn(updates: Json | undefined): readonly string[] {
  return (Array.isArray(updates) ? updates : []).flat().filter((each) => typeof each === 'string');
}

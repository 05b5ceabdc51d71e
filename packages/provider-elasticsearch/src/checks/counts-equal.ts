import { type Check, defined, type Json } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { CountDocumentsResponse } from '../generated/answers.generated.ts';

/**
 * Both sides have the same number of documents. Says nothing of what is in them. `beside`: the source's. `missing`: how many
 * of them were refused by the copy, and are missing; `by_rounds`: how many each round was refused, some of which may be;
 * `tolerate`: how many the plan lets be missing. `level`: where nothing else is compared, what that is called.
 */
export const countsEqual: Check = {
  judge: (response, { index }, { missing, level, by_rounds: rounds, tolerate }, beside) => {
    const copied = Number(fieldsOf<CountDocumentsResponse>(response).count);
    const original = Number(fieldsOf<CountDocumentsResponse>(beside).count);
    const name = textOf(index) ?? '';
    if (copied === original)
      return {
        kind: 'passed',
        detail: `${name} has ${copied} documents, as many as the source.`,
        ...defined({ compared: textOf(level) }),
      };
    const left = original - copied;
    const allowed = typeof missing === 'number' ? allowedToMiss(missing, rounds, tolerate) : undefined;
    if (allowed !== undefined && left >= allowed.least && left <= allowed.most)
      return {
        kind: 'passed',
        detail: describeMissing(`${name} has ${copied} documents`, left, allowed),
        ...defined({ compared: textOf(level) }),
        omitted: left,
      };
    return {
      kind: 'failed',
      detail: `${name} has ${copied} documents, the source ${original}.`,
      result: 'different',
      hint: 'If the source was written to meanwhile, stop the writers and start the unit over: documents that are already there are left as they are.',
    };
  },
  outputs: { documents: '/response/count' },
};

/** How many documents may be missing, at least and at most. */
interface Allowed {
  readonly least: number;
  readonly most: number;
}

/**
 * Exactly what the copy was refused, as long as no round was refused anything: nothing else may be compared. Of what a round was
 * refused, some is there as it was before, and some may be what the copy was refused as well.
 */
function allowedToMiss(missing: number, rounds: Json | undefined, tolerate: Json | undefined): Allowed {
  const counts = Array.isArray(rounds) ? rounds.filter((count) => typeof count === 'number') : [];
  const byRounds = counts.reduce((sum, count) => sum + count, 0);
  if (byRounds === 0) return { least: missing, most: missing };
  const most = missing + byRounds;
  return { least: 0, most: Math.min(most, typeof tolerate === 'number' ? tolerate : most) };
}

function describeMissing(copy: string, left: number, { least, most }: Allowed): string {
  if (least === most) return `${copy}, all but the ${left} that ${left === 1 ? 'was' : 'were'} refused.`;
  return `${copy}, ${left} fewer than the source, of which up to ${most} were refused.`;
}

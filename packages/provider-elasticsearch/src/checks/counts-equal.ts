import { type Check, defined, type Json } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { CountDocumentsResponse } from '../generated/answers.generated.ts';

/**
 * Both sides have the same number of documents. Says nothing of what is in them. `beside`: the source's. `missing`: how many
 * of them were refused by the copy, and are missing; `by_rounds`: how many each round was refused, some of which may be; `tolerate`: how
 * many the plan lets be missing. `level`: where nothing else is compared, what that is called.
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
    if (typeof missing === 'number' && mayBeMissing(left, missing, { rounds, tolerate }))
      return {
        kind: 'passed',
        detail: `${name} has ${copied} documents, all but the ${left} that were refused.`,
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

/** Of what a round was refused, some is there as it was before; and what the copy had refused, a round may have written since. */
function mayBeMissing(
  left: number,
  missing: number,
  { rounds, tolerate }: { readonly rounds: Json | undefined; readonly tolerate: Json | undefined },
): boolean {
  if (!Array.isArray(rounds)) return left === missing;
  const most = rounds.reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), missing);
  return left >= 0 && left <= Math.min(most, typeof tolerate === 'number' ? tolerate : most);
}

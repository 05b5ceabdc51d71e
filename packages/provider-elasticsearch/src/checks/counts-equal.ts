import { type Check, defined } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { CountDocumentsResponse } from '../generated/answers.generated.ts';

/**
 * Both sides have the same number of documents. Says nothing of what is in them. `beside`: the source's. `missing`: how many
 * of them were refused, and may be missing. `level`: where nothing else is compared, what that is called.
 */
export const countsEqual: Check = {
  judge: (response, { index }, { missing, level }, beside) => {
    const copied = Number(fieldsOf<CountDocumentsResponse>(response).count);
    const original = Number(fieldsOf<CountDocumentsResponse>(beside).count);
    const name = textOf(index) ?? '';
    if (copied === original)
      return {
        kind: 'passed',
        detail: `${name} has ${copied} documents, as many as the source.`,
        ...defined({ compared: textOf(level) }),
      };
    if (typeof missing === 'number' && copied + missing === original)
      return {
        kind: 'passed',
        detail: `${name} has ${copied} documents, all but the ${missing} that were refused.`,
        ...defined({ compared: textOf(level) }),
        omitted: missing,
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

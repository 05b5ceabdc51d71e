import type { Check } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { CountDocumentsResponse } from '../generated/answers.generated.ts';

/** How many documents each side has, before clients go back to the source. `beside`: the source's. Fails nothing. */
export const countsShown: Check = {
  judge: (response, { index }, _expected, beside) => {
    const copied = Number(fieldsOf<CountDocumentsResponse>(response).count);
    const original = Number(fieldsOf<CountDocumentsResponse>(beside).count);
    const name = textOf(index) ?? '';
    if (copied === original)
      return {
        kind: 'passed',
        detail: `${name} and the source have ${copied} documents each; a count does not show which ones changed.`,
      };
    const shown = `${name} has ${copied} documents, the source ${original}`;
    if (copied < original)
      return {
        kind: 'warning',
        detail: `${shown}: either some were deleted in the copy since then, or some were written to the source.`,
        hint: 'Find out which with `waybill verify --differences`. What was deleted in the copy is back once clients use the source.',
      };
    return {
      kind: 'warning',
      detail: `${shown}: what was written to the copy is missing in the source.`,
      hint: 'Find out what was written with `waybill verify --differences`, and write it to the source.',
    };
  },
  judgeNotFound: ({ index }) => ({
    kind: 'warning',
    detail: `The copy ${textOf(index) ?? ''} no longer exists, and neither does what clients wrote only to it.`,
    hint: 'Find out who deleted it.',
  }),
  outputs: { copy: '/response/count', source: '/beside/count' },
};

import type { Check, CheckFinding } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { TryReindexResponse } from '../generated/answers.generated.ts';

/**
 * The target can pull from the source: network, allow-list, login, certificate, index and pair of versions. It was asked to
 * copy one document through an ingest pipeline that does not exist, and got as far as that.
 */
export const remoteReadable: Check = {
  judge: (response) =>
    judgeProbe(fieldsOf<TryReindexResponse>(response).total, fieldsOf<TryReindexResponse>(response).failures),
  judgeNotFound: () => ({
    kind: 'failed',
    detail: 'The target does not find the index at the source.',
    hint: 'Look at the privileges of the user of the source.',
  }),
};

function judgeProbe(total: unknown, failures: Parameters<typeof rowsOf>[0]): CheckFinding {
  const [first] = rowsOf<{ cause?: object }>(failures);
  const reason = textOf(objectOf(first?.cause)['reason']) ?? '';
  if (total === 0)
    return {
      kind: 'warning',
      detail: 'The target reaches the source, whose index shows no documents.',
      hint: 'Refresh the source if it has any.',
    };
  if (/pipeline/.test(reason)) return { kind: 'passed', detail: 'The target can read documents of the source.' };
  return {
    kind: 'failed',
    detail: `The target could not read a document of the source: ${reason || 'no reason is given'}.`,
    hint: 'See the provider page: who can pull from whom, and what the target needs for it.',
  };
}

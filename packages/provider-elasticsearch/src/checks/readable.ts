import type { Check, CheckFinding, Json } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { CountDocumentsResponse } from '../generated/answers.generated.ts';

/** Somebody is there who speaks as a cluster does, and lets the user of the connection in. */
export const answers: Check = {
  judge: () => ({ kind: 'passed', detail: 'The cluster answers.' }),
};

/** The user of the connection may read documents of the index. */
export const readable: Check = {
  judge: (response, { index }) => readableIndex(response, index),
  outputs: { documents: '/response/count' },
};

/** As `readable`, of an index that need not be there yet: whoever may not read it is refused all the same. */
export const readableOnceMade: Check = {
  judge: (response, { index }) => readableIndex(response, index),
  judgeNotFound: ({ index }) => ({
    kind: 'passed',
    detail: `There is no index ${textOf(index) ?? ''} yet, and this user may read it.`,
  }),
};

function readableIndex(response: Json, index: Json | undefined): CheckFinding {
  const { count } = fieldsOf<CountDocumentsResponse>(response);
  const documents = typeof count === 'number' ? `${count} documents` : 'Documents';
  return { kind: 'passed', detail: `${documents} of ${textOf(index) ?? ''} can be read.` };
}

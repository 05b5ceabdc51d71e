import type { Check } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { CountDocumentsResponse } from '../generated/answers.generated.ts';

/** The user of the connection may read documents of the index. */
export const readable: Check = {
  judge: (response, { index }) => {
    const { count } = fieldsOf<CountDocumentsResponse>(response);
    return { kind: 'passed', detail: `${Number(count)} documents of ${textOf(index) ?? ''} can be read.` };
  },
};

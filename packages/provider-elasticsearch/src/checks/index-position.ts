import type { Check } from '@waybill/core';
import { fieldsOf } from '@waybill/provider-kit';
import type { ShowIndexStatsResponse } from '../generated/answers.generated.ts';

/** How far the source has been written: its parts are cut by it. */
export const indexPosition: Check = {
  judge: (response) => {
    const highest = fieldsOf<ShowIndexStatsResponse>(response).max_seq_no;
    return typeof highest === 'number'
      ? { kind: 'passed', detail: `Its highest sequence number is ${highest}.` }
      : {
          kind: 'failed',
          detail: 'The index has documents without sequence numbers: it is of version 5 or older.',
          hint: 'Copy it in one part: parts: 1.',
        };
  },
  outputs: { max_seq_no: '/response/max_seq_no' },
};

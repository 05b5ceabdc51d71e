import type { Check } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { CountDocumentsResponse } from '../generated/answers.generated.ts';

/** Every document has a sequence number. The answer counts those without. `beside`: the nodes of the cluster. */
export const numbered: Check = {
  judge: (response, { index }) => {
    const name = textOf(index) ?? '';
    const without = fieldsOf<CountDocumentsResponse>(response).count;
    if (without === 0) return { kind: 'passed', detail: `Every document of ${name} has a sequence number.` };
    return {
      kind: 'failed',
      detail: `${typeof without === 'number' ? without : 'Some'} documents of ${name} have no sequence numbers: the index was created by a version before 6.0. Writes to it meanwhile could not be found.`,
      hint: 'Name a date or number that grows with every write as catch_up.field; or stop the writers and copy it without catch_up and cutover; or reindex it within its own cluster first.',
    };
  },
  outputs: { source_version: '/beside/nodes/0/version' },
};

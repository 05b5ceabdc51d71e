import type { Check } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { isAnother } from './source-same.ts';

/**
 * The source is there, so that clients can be led back to it. `uuid`: of the index that was copied; null where an earlier
 * version did not keep it. `deletesTarget`: the copy is deleted afterwards, which may be the only one that has the documents.
 */
export const sourceThere: Check = {
  judge: (response, { index }, { uuid, deletesTarget }) => {
    const name = textOf(index) ?? '';
    if (!isAnother(response, uuid)) return { kind: 'passed', detail: `The source ${name} is there.` };
    const detail = `The source ${name} is another index than the one that was copied: it was made anew, or restored.`;
    if (deletesTarget === true)
      return {
        kind: 'failed',
        detail: `${detail} It may lack what the copy has.`,
        hint: 'Find out what it is. Roll back without --delete-target, and delete the copy once the source has everything.',
      };
    return { kind: 'warning', detail, hint: 'See whether it has everything before clients use it.' };
  },
  judgeNotFound: ({ index }) => ({
    kind: 'failed',
    detail: `The source ${textOf(index) ?? ''} no longer exists: there is nothing to lead clients back to.`,
    hint: 'Stay at the copy, which may be all that is left. To lead back all the same, restore the source, from a snapshot or by copying, and give the same command again.',
  }),
};

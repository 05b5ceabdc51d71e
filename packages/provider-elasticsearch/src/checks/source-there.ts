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
    if (!isAnother(response, uuid)) return { kind: 'passed', detail: `The source ${name} exists.` };
    const detail = `The source ${name} is not the index that was copied: it was recreated or restored.`;
    if (deletesTarget === true)
      return {
        kind: 'failed',
        detail: `${detail} It may lack what the copy has.`,
        hint: 'Find out what it is. Roll back without --delete-target, and delete the copy once the source has everything.',
      };
    return { kind: 'warning', detail, hint: 'Check that it has everything before clients use it.' };
  },
  judgeNotFound: ({ index }) => ({
    kind: 'failed',
    detail: `The source ${textOf(index) ?? ''} no longer exists: there is nothing to switch clients back to.`,
    hint: 'Stay on the copy, which may be all that is left. To switch clients back nevertheless, restore the source from a snapshot or by copying, and run the same command again.',
  }),
};

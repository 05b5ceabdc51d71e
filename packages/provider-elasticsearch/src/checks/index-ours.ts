import type { Check } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf, textsOf } from '@waybill/provider-kit';
import { markIn, tokenIn } from '../definition/mark-of.ts';
import type { GetIndexResponse } from '../generated/answers.generated.ts';

/**
 * The index carries a mark of the unit, and no alias leads to it: only then it may be deleted. `isUsed`: clients use it, by an
 * alias or not.
 */
export const indexOurs: Check = {
  judge: (response, { index }, { tokens, isUsed }) => {
    const name = textOf(index) ?? '';
    const [shown] = rowsOf<{ mappings?: object; aliases?: object }>(fieldsOf<GetIndexResponse>(response).indices);
    const token = tokenIn(markIn(objectOf(shown?.mappings)));
    if (token === undefined || !textsOf(tokens).includes(token))
      return {
        kind: 'failed',
        detail: `${name} was not created by this unit.`,
        hint:
          isUsed === true
            ? 'Find out what it is. Copying back would delete from the source whatever it lacks: roll back without --copy-back.'
            : 'Find out what it is. A rollback does not delete it.',
      };
    if (isUsed === true) return { kind: 'passed', detail: `${name} was created by this unit.` };
    const aliases = Object.keys(objectOf(shown?.aliases));
    if (aliases.length === 0) return { kind: 'passed', detail: `${name} was created by this unit, and has no alias.` };
    return {
      kind: 'failed',
      detail: `${name} has the alias ${aliases.join(', ')}: clients may use it.`,
      hint: 'Find out who uses it, and remove the alias.',
    };
  },
  judgeNotFound: ({ index }, { isUsed }) => {
    const detail = `The copy ${textOf(index) ?? ''} no longer exists`;
    if (isUsed !== true) return { kind: 'passed', detail: `${detail}: there is nothing to delete.` };
    return {
      kind: 'failed',
      detail: `${detail}: nothing can be copied back from it.`,
      hint: 'Find out who deleted it. Roll back without --copy-back.',
    };
  },
};

import type { Check, CheckFinding, Json } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import { flatSettings } from '../definition/flat-settings.ts';
import type { GetIndexResponse } from '../generated/answers.generated.ts';

/**
 * The source is the index that was copied, before it is frozen for good: one that was made anew under its name is somebody
 * else's. `uuid`: of the index that was copied; null where an earlier version did not keep it.
 */
export const sourceSame: Check = {
  judge: (response, { index }, { uuid }) => {
    const name = textOf(index) ?? '';
    if (!isAnother(response, uuid))
      return { kind: 'passed', detail: `The source ${name} is the index that was copied.` };
    return notFrozen(
      `The source ${name} is not the index that was copied: it was recreated, and is not frozen.`,
      'Find out what did it, and whether clients write to it: the copy does not have those writes.',
    );
  },
  judgeNotFound: ({ index }) =>
    notFrozen(
      `The source ${textOf(index) ?? ''} no longer exists: it is not known whether it was written to after the last difference was copied.`,
      'Find out who deleted it, and whether the copy has everything.',
    ),
  // Kept also where it fails: the step that lifts or keeps the freeze asks for it.
  outputs: { uuid: '/response/indices/0/settings/index/uuid' },
};

/**
 * The source is the index that was copied, before both sides are compared: of one that was deleted and made anew meanwhile, the
 * copy may have documents of both.
 */
export const sourceCopied: Check = {
  judge: (response, { index }, { uuid }) => {
    const name = textOf(index) ?? '';
    if (!isAnother(response, uuid))
      return { kind: 'passed', detail: `The source ${name} is the index that was copied.` };
    return {
      kind: 'failed',
      detail: `The source ${name} is not the index that was copied: it was recreated, and the copy may have documents of both.`,
      hint: REPAIR,
    };
  },
  judgeNotFound: ({ index }) => ({
    kind: 'failed',
    detail: `The source ${textOf(index) ?? ''} no longer exists.`,
    hint: 'Find out who deleted it, and whether the copy has everything: nothing can be compared. Then count the unit as done with `waybill accept`.',
  }),
};

const REPAIR = 'Find out what did it, delete the copy, and start the unit over.';

/** Clients use the copy by now. */
function notFrozen(detail: string, hint: string): CheckFinding {
  return { kind: 'failed', detail, hint: `${hint} Then count the unit as done with \`waybill accept\`.` };
}

/** Whether an index is another one than the one with `uuid`, by the answer of GetIndex. Not known is no other. */
export function isAnother(response: Json, uuid: Json | undefined): boolean {
  const noted = textOf(uuid);
  // An alias or a data stream that has the name by now can show several.
  const shown = rowsOf<{ settings?: object }>(fieldsOf<GetIndexResponse>(response).indices).map(({ settings }) =>
    textOf(flatSettings(objectOf(settings))['index.uuid']),
  );
  return noted !== undefined && shown.some((one) => one !== undefined && one !== noted);
}

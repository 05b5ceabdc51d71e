import type { Check, CheckFinding, Json, JsonObject } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf, textsOf } from '@waybill/provider-kit';
import { flatSettings, isOn } from '../definition/flat-settings.ts';
import { markIn, tokenIn } from '../definition/mark-of.ts';
import type { GetIndexResponse } from '../generated/answers.generated.ts';

/** The name is free, or the unit itself has made the index before, and it can be written. */
export const targetIndexAbsent: Check = {
  judge: judgeFound,
  judgeNotFound: ({ index }) => ({ kind: 'passed', detail: `The name ${textOf(index) ?? ''} is free.` }),
};

function judgeFound(response: Json, { index }: JsonObject, expected: JsonObject): CheckFinding {
  const name = textOf(index) ?? '';
  const [found] = rowsOf<{ name?: string; mappings?: object; settings?: object }>(
    fieldsOf<GetIndexResponse>(response).indices,
  );
  if (textOf(found?.name) !== name)
    return { kind: 'failed', detail: `${name} is an alias.`, hint: 'Choose another name for dest.index.' };
  const token = tokenIn(markIn(objectOf(found?.mappings)));
  if (token !== undefined && textsOf(expected['tokens']).includes(token)) {
    if (isOn(flatSettings(objectOf(found?.settings))['index.blocks.write'])) return frozen(name);
    return { kind: 'passed', detail: `${name} was created by this unit.` };
  }
  const whose = token === undefined ? '' : ' It carries the mark of another unit or another state.';
  return {
    kind: 'failed',
    detail: `There is an index ${name} already.${whose}`,
    hint: 'Choose another name for dest.index.',
  };
}

/** A rollback that copies back leaves the copy frozen, whatever its unit does then. */
function frozen(name: string): CheckFinding {
  return {
    kind: 'failed',
    detail: `${name} was created by this unit, and refuses writes: index.blocks.write is set, as a rollback with --copy-back does.`,
    hint: `Make sure that no client writes to it any more, and lift the block: PUT /${name}/_settings with { "index.blocks.write": null }.`,
  };
}

import type { Check, CheckFinding, Json } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import { flatSettings, isOn } from '../definition/flat-settings.ts';
import type { GetIndexResponse } from '../generated/answers.generated.ts';
import { isAnother } from './source-same.ts';
import { describeWrites, writtenSince } from './unwritten-since.ts';

const BLOCK = 'index.blocks.write';

/**
 * Nobody has frozen the index, so that the freeze is the unit's own, to be lifted when it fails. `uuid`: of the index that was
 * copied; another one is not the unit's to freeze.
 */
export const writeUnblocked: Check = {
  judge: (response, { index }, { uuid }) => {
    const name = textOf(index) ?? '';
    if (isAnother(response, uuid)) return remade(name);
    if (!isBlocked(response)) return { kind: 'passed', detail: `${name} can be written.` };
    return {
      kind: 'failed',
      detail: `${name} refuses writes already: ${BLOCK} is set, and a freeze that is not the unit's own is not lifted by it.`,
      hint: `Lift it: PUT /${name}/_settings with { "${BLOCK}": null }. Or leave it, and write cutover: { freeze: false }.`,
    };
  },
};

/**
 * The freeze was there all the time: only a unit that failed lifts it, and nobody else should. Tried again, it freezes again.
 * `beside`: the write position of the source, which also shows a freeze that is there again.
 */
export const writeBlocked: Check = {
  judge: (response, { index }, { positions }, beside) => {
    const name = textOf(index) ?? '';
    const written = writtenSince(beside, positions);
    if (!isBlocked(response))
      return lifted(`${name} can be written again, so that something may be missing in the copy.`);
    if (written === 'another') return remade(name);
    if (written === 'incomplete') return incomplete(name);
    if (typeof written === 'number' && written > 0) return lifted(describeWrites(name, written));
    return { kind: 'passed', detail: `${name} refuses writes.` };
  },
};

function lifted(detail: string): CheckFinding {
  return {
    kind: 'failed',
    detail,
    hint: 'The freeze was lifted. Try the unit again: it freezes the source again, and copies what was written meanwhile.',
  };
}

/** Numbers of an index never go back. */
function remade(name: string): CheckFinding {
  return {
    kind: 'failed',
    detail: `${name} is another index than the one that was copied: it was made anew.`,
    hint: 'Find out by what, delete the copy, and start the unit over.',
  };
}

function incomplete(name: string): CheckFinding {
  return {
    kind: 'failed',
    detail: `${name} says nothing of some of its shards: whether they were written is not known.`,
    hint: 'See whether all its shards are there, then try the unit again.',
  };
}

/** The freeze of the copy was there all the time, while what was written to it was copied back. */
export const copyBlocked: Check = {
  judge: (response, { index }) => {
    const name = textOf(index) ?? '';
    if (isBlocked(response)) return { kind: 'passed', detail: `${name} refuses writes.` };
    return {
      kind: 'failed',
      detail: `The copy ${name} can be written again, so that something may be missing in the source.`,
      hint: `Refuse writes to it, PUT /${name}/_settings with { "${BLOCK}": true }, find out what was written since with \`waybill verify --differences\`, write it to the source, and give the same command again.`,
    };
  },
};

function isBlocked(response: Json): boolean {
  const [shown] = rowsOf<{ settings?: object }>(fieldsOf<GetIndexResponse>(response).indices);
  return isOn(flatSettings(objectOf(shown?.settings))[BLOCK]);
}

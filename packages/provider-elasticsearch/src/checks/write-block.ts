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
    if (!isBlocked(response)) return { kind: 'passed', detail: `${name} accepts writes.` };
    return {
      kind: 'failed',
      detail: `${name} already refuses writes: ${BLOCK} is set, and a unit lifts only its own freeze.`,
      hint: `Lift it: PUT /${name}/_settings with { "${BLOCK}": null }. Or leave it, and set cutover: { freeze: false }.`,
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
    if (!isBlocked(response)) return lifted(`${name} accepts writes again, so that the copy may lack some of them.`);
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
    hint: 'The freeze was lifted. Retry the unit: it freezes the source again, and copies what was written meanwhile.',
  };
}

/** Numbers of an index never go back. */
function remade(name: string): CheckFinding {
  return {
    kind: 'failed',
    detail: `${name} is not the index that was copied: it was recreated.`,
    hint: 'Find out what did it, delete the copy, and start the unit over.',
  };
}

function incomplete(name: string): CheckFinding {
  return {
    kind: 'failed',
    detail: `${name} does not report some of its shards: it is not known whether they were written to.`,
    hint: 'Check that all its shards are allocated, then retry the unit.',
  };
}

/** The freeze of the copy was there all the time, while what was written to it was copied back. */
export const copyBlocked: Check = {
  judge: (response, { index }) => {
    const name = textOf(index) ?? '';
    if (isBlocked(response)) return { kind: 'passed', detail: `${name} refuses writes.` };
    return {
      kind: 'failed',
      detail: `The copy ${name} accepts writes again, so that the source may lack some of them.`,
      hint: `Block writes to it with PUT /${name}/_settings with { "${BLOCK}": true }, find out what was written since then with \`waybill verify --differences\`, write it to the source, and run the same command again.`,
    };
  },
};

function isBlocked(response: Json): boolean {
  const [shown] = rowsOf<{ settings?: object }>(fieldsOf<GetIndexResponse>(response).indices);
  return isOn(flatSettings(objectOf(shown?.settings))[BLOCK]);
}

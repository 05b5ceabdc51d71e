import type { Check, CheckFinding, Json, JsonObject } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf, textsOf } from '@waybill/provider-kit';
import { markIn, tokenIn } from '../definition/mark-of.ts';
import type { GetIndexResponse, ShowIndexStatsResponse } from '../generated/answers.generated.ts';
import { readPositions, totalOf } from '../jobs/shard-positions.ts';

/**
 * Names what was written to the source after its last difference was copied. `isFrozen`: clients use the copy, and nobody
 * should have been able to write. `isWaiting`: clients are still led over. `beside`: the copy, which has to carry one of
 * `tokens`.
 */
export const unwrittenSince: Check = {
  judge: (response, { index }, expected, beside) => {
    if (beside !== undefined && !isOurs(beside, expected)) return notTheCopy(expected);
    const name = textOf(index) ?? '';
    const written = writtenSince(response, expected['positions']);
    if (written === 'unknown') return unknownOf(name);
    if (written === 'incomplete') return incompleteOf(name, expected);
    if (written === 'another') return foundMissing(`The source ${name} is not the index that was copied.`, expected);
    if (written === 0)
      return {
        kind: 'passed',
        detail: `Nothing has been written to the source ${name} since the last difference was copied.`,
      };
    return foundMissing(describeWrites(name, written), expected);
  },
  judgeNotFound: ({ index, level }, expected) => {
    // The read of the copy asks for no level.
    if (level === undefined) return notTheCopy(expected);
    return sourceGone(textOf(index) ?? '');
  },
};

function sourceGone(name: string): CheckFinding {
  return {
    kind: 'warning',
    detail: `The source ${name} is gone: it is not known whether it was written to after the last difference was copied.`,
    hint: 'Find out who deleted it, and whether the copy has everything.',
    isUnknown: true,
  };
}

function isOurs(copy: Json, { tokens }: JsonObject): boolean {
  const [shown] = rowsOf<{ mappings?: object }>(fieldsOf<GetIndexResponse>(copy).indices);
  const token = tokenIn(markIn(objectOf(shown?.mappings)));
  return token !== undefined && textsOf(tokens).includes(token);
}

/** Confirmed or not: clients would use an index that lacks what was copied. */
function notTheCopy({ isFrozen }: JsonObject): CheckFinding {
  const lifted = isFrozen === true ? ', which lifts its freeze' : '';
  return {
    kind: 'failed',
    detail:
      'The copy is not the index that this unit created: something else deleted or recreated it, and it lacks what was copied.',
    hint: `Switch clients back with \`waybill rollback\`${lifted}: the source has everything up to then. Find out who made the index that has the name of the copy now; once the name is free, start the unit over with \`waybill redo\`.`,
  };
}

/**
 * How often an index was written since it was as far as its positions say, with nothing under way: every document that was
 * written, changed or deleted raises a number. `another`: numbers of an index never go back, and it gets no further shards.
 * `incomplete`: some of its shards are not reported, and may come back.
 */
export function writtenSince(
  response: Json | undefined,
  positions: Json | undefined,
): number | 'another' | 'incomplete' | 'unknown' {
  const before = readPositions(positions);
  const { max_seq_nos: shown } = fieldsOf<ShowIndexStatsResponse>(response);
  const highest = readPositions(shown);
  if (before === undefined) return 'unknown';
  if (highest === undefined || highest.length < before.length) return 'incomplete';
  const next = highest.map((number) => number + 1);
  const isSame = before.length === next.length && before.every((position, shard) => position <= (next[shard] ?? 0));
  return isSame ? totalOf(before, next) : 'another';
}

/** One sentence. */
export function describeWrites(source: string, writes: number): string {
  const times = writes === 1 ? 'once' : `${writes} times`;
  return `The source ${source} was written to ${times} since the last difference was copied, deletions included: the copy lacks these writes.`;
}

const FIND = 'Find out what it is with `waybill verify --differences`, and write it to the copy.';

function foundMissing(detail: string, { isFrozen, isWaiting }: JsonObject): CheckFinding {
  if (isFrozen !== true) return { kind: 'warning', detail, hint: FIND };
  if (isWaiting === true)
    return {
      kind: 'warning',
      detail,
      hint: `The freeze was lifted, and the unit will fail because of it once the clients are confirmed. Switch them back with \`waybill rollback\`, and start over with \`waybill redo\`. Or keep the copy: ${FIND} Then count the unit as done with \`waybill accept\`.`,
    };
  return {
    kind: 'failed',
    detail,
    hint: `The freeze was lifted and set again. Clients may write to the copy by now, so nothing more is copied into it. ${FIND} Then count the unit as done with \`waybill accept\`; or switch clients back with \`waybill rollback\`.`,
  };
}

/** Until a node is back that has the shard. */
function incompleteOf(source: string, { isFrozen, isWaiting }: JsonObject): CheckFinding {
  if (isFrozen !== true || isWaiting === true) return unknownOf(source);
  return {
    kind: 'not-yet',
    detail: `The source ${source} does not report some of its shards, so that it is not known whether they were written to.`,
  };
}

function unknownOf(source: string): CheckFinding {
  return {
    kind: 'warning',
    detail: `It is not known whether the source ${source} was written to after the last difference was copied: it does not report the write position of each shard.`,
    hint: FIND,
    isUnknown: true,
  };
}

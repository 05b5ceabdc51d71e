import type { Check, Json } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { ShowIndexStatsResponse } from '../generated/answers.generated.ts';
import { readPositions } from '../jobs/shard-positions.ts';

/**
 * Notes how far each shard of an index has been written, so that later writes show. An index that does not say it can be
 * compared all the same.
 */
export const positionsNoted: Check = {
  judge: (response, { index }) => {
    const positions = positionsIn(response);
    if (positions === undefined) return unnoted(textOf(index) ?? '');
    return { kind: 'passed', detail: `${positions.length} shards of ${textOf(index) ?? ''} are noted.` };
  },
  judgeNotFound: ({ index }) => missing(textOf(index) ?? ''),
  outputs: { positions: '/response/positions' },
};

/**
 * Fails when something was written to an index since its positions were noted. It is named with its `side`, because source
 * and copy may have the same name.
 */
export const positionsSame: Check = {
  judge: (response, { index }, { positions, side }) => {
    const [before, now] = [readPositions(positions), positionsIn(response)];
    if (before === undefined || now === undefined) return unnoted(textOf(index) ?? '');
    const name = `${textOf(side) ?? 'index'} ${textOf(index) ?? ''}`;
    if (before.length === now.length && before.every((position, shard) => position === now[shard]))
      return { kind: 'passed', detail: `Nothing was written to the ${name} since.` };
    return {
      kind: 'failed',
      detail: `The ${name} was written since.`,
      hint: 'Compare both sides again with `waybill verify`.',
    };
  },
  judgeNotFound: ({ index }) => missing(textOf(index) ?? ''),
};

function positionsIn(response: Json): readonly number[] | undefined {
  return readPositions(fieldsOf<ShowIndexStatsResponse>(response).positions);
}

function missing(index: string): ReturnType<Check['judge']> {
  return {
    kind: 'failed',
    detail: `The index ${index} no longer exists.`,
    hint: 'Find out who deleted it, or whether the connection leads to another cluster now.',
  };
}

function unnoted(index: string): ReturnType<Check['judge']> {
  return {
    kind: 'warning',
    detail: `How far ${index} has been written is not known: it does not say so of each shard.`,
    hint: 'Without it nobody can say whether the index was written since a verification. Check whether all its shards are there.',
  };
}

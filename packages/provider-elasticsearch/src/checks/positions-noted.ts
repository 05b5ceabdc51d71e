import type { Check, Json } from '@waybill/core';
import { fieldsOf, textOf } from '@waybill/provider-kit';
import type { ShowIndexStatsResponse } from '../generated/answers.generated.ts';
import { readPositions, totalOf } from '../jobs/shard-positions.ts';

/**
 * Notes how far each shard of an index has been written, so that later writes show. An index that does not say it can be
 * compared all the same.
 */
export const positionsNoted: Check = {
  judge: (response, { index }) => {
    const positions = positionsIn(response);
    if (positions === undefined) return unnoted(textOf(index) ?? '');
    return {
      kind: 'passed',
      detail: `The write positions of ${positions.length} shards of ${textOf(index) ?? ''} are recorded.`,
    };
  },
  judgeNotFound: ({ index }) => missing(textOf(index) ?? ''),
  outputs: { positions: '/response/positions', highest: '/response/max_seq_nos' },
};

/**
 * Fails when something was written to an index since its positions were noted. It is named with its `side`, because source
 * and copy may have the same name.
 */
export const positionsSame: Check = {
  judge: (response, { index }, { positions, side }) => {
    const isSame = comparePositions(response, positions);
    if (isSame === undefined) return unnoted(textOf(index) ?? '');
    const name = `${textOf(side) ?? 'index'} ${textOf(index) ?? ''}`;
    if (isSame) return { kind: 'passed', detail: `Nothing has been written to the ${name} since then.` };
    return {
      kind: 'failed',
      detail: `The ${name} has been written to since then.`,
      hint: 'Compare both sides again with `waybill verify`.',
    };
  },
  judgeNotFound: ({ index }) => missing(textOf(index) ?? ''),
};

/** Nothing was written to the source since its positions were noted, so that copying back to it overwrites nothing of anybody's. */
export const sourceUnwritten: Check = {
  judge: (response, { index }, { positions }) => {
    const name = textOf(index) ?? '';
    if (comparePositions(response, positions) === true)
      return { kind: 'passed', detail: `Nothing has been written to the source ${name} since the cut-over.` };
    return {
      kind: 'failed',
      detail: `The source ${name} has been written to since the cut-over, or is a different index: each side has what the other one lacks, and copying back would overwrite or delete that.`,
      hint: 'Roll back without --copy-back. First list with `waybill verify --differences` what each side has, and write it to the source by hand.',
    };
  },
  judgeNotFound: ({ index }) => missing(textOf(index) ?? ''),
};

/** Undefined: they are not known of one of the two moments. */
function comparePositions(response: Json, positions: Json | undefined): boolean | undefined {
  const [before, now] = [readPositions(positions), positionsIn(response)];
  if (before === undefined || now === undefined || now.length < before.length) return undefined;
  return before.length === now.length && before.every((position, shard) => position === now[shard]);
}

/**
 * Counts what was written to an index since its highest sequence numbers were noted: every document that was written, changed
 * or deleted raises one of them. Fails nothing.
 */
export const writesShown: Check = {
  judge: (response, { index }, { highest, isCopiedBack, canBeCopiedBack }) => {
    const name = textOf(index) ?? '';
    const [before, now] = [
      readPositions(highest),
      readPositions(fieldsOf<ShowIndexStatsResponse>(response).max_seq_nos),
    ];
    if (before === undefined || now === undefined || before.length !== now.length) return uncounted(name);
    const writes = totalOf(before, now);
    if (writes === 0) return { kind: 'passed', detail: `Nothing has been written to ${name} since the cut-over.` };
    const counted = `${writes} ${writes === 1 ? 'write' : 'writes'} to ${name} since the cut-over, deletions included`;
    if (isCopiedBack === true) return { kind: 'passed', detail: `${counted}: copied back to the source.` };
    return {
      kind: 'warning',
      detail: `${counted}: missing in the source.`,
      hint:
        canBeCopiedBack === true
          ? 'Give --copy-back to copy them to the source, or find out what they are with `waybill verify --differences`.'
          : 'Find out what they are with `waybill verify --differences`, and write them to the source.',
    };
  },
  judgeNotFound: ({ index }) => ({
    kind: 'warning',
    detail: `It is not known how much was written to ${textOf(index) ?? ''} since the cut-over: it no longer exists.`,
    hint: 'What clients wrote only to it is gone.',
  }),
};

function uncounted(index: string): ReturnType<Check['judge']> {
  return {
    kind: 'warning',
    detail: `It is not known how much was written to ${index} since the cut-over: its write position was not recorded then, or it does not report it now.`,
    hint: 'Find out what was written with `waybill verify --differences`, and write it to the source.',
  };
}

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
    detail: `The write position of ${index} is not known: not all of its shards report it.`,
    hint: 'Without it, writes after a verification cannot be detected. Check that all its shards are allocated.',
  };
}

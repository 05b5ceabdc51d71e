import { defined, type Json } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';

export interface Difference {
  readonly kind: 'missing' | 'extra' | 'changed';
  readonly id: string;
  readonly routing?: string;
}

/** Of each kind, in the sentence that an operator reads; the journal has more. */
const MOST_SHOWN = 5;

const KINDS = [
  ['missing', 'missing in the copy'],
  ['extra', 'in the copy alone'],
  ['changed', 'changed'],
] as const;

/** For people: how many documents differ, and the first ones of each kind. */
export function describeDifferences(
  counts: Readonly<Record<Difference['kind'], number>>,
  left: number,
  named: readonly Difference[],
): string {
  const kinds = KINDS.filter(([kind]) => counts[kind] > 0);
  const parts = kinds.map(([kind, words]) => `${counts[kind]} ${words} (${idsOf(kind, counts[kind], named)})`);
  const unseen = left === 0 ? [] : [`up to ${left} in parts that differ were not looked at one by one`];
  return `Source and copy differ: ${[...parts, ...unseen].join('; ')}.`;
}

function idsOf(kind: Difference['kind'], count: number, named: readonly Difference[]): string {
  const shown = named.filter((each) => each.kind === kind).slice(0, MOST_SHOWN);
  const ids = shown.map(({ id, routing }) => (routing === undefined ? id : `${id} with routing ${routing}`));
  return [...ids, ...(count > shown.length ? ['…'] : [])].join(', ');
}

/** As a result of a round holds them. */
export function readDifferences(named: Json | undefined): readonly Difference[] {
  if (!Array.isArray(named)) return [];
  return (named as readonly Json[]).map((each) => {
    const { kind, id, routing } = objectOf(each);
    const found = KINDS.find(([name]) => name === kind)?.[0] ?? 'changed';
    return { kind: found, id: textOf(id) ?? '', ...defined({ routing: textOf(routing) }) };
  });
}

import { defined, type JobDefinition, type Json, type SliceResult } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';

/** As the result of a slice holds it. */
export interface Difference {
  readonly kind: 'missing' | 'extra' | 'changed';
  /** Of a document, or the path of a part of a definition. */
  readonly id: string;
  readonly routing?: string;
}

export type DifferenceCounts = Readonly<Record<Difference['kind'], number>>;

/** Of each kind, in the sentence that an operator reads; the journal has more. */
const MOST_SHOWN = 5;

const KINDS = [
  ['missing', 'missing in the copy'],
  ['extra', 'only in the copy'],
  ['changed', 'changed'],
] as const;

/** For people: how much differs, and the first ones of each kind. `what`: both sides, by a word for them. */
export function describeDifferences(
  counts: DifferenceCounts,
  left: number,
  named: readonly Difference[],
  what = 'Source and copy',
): string {
  const kinds = KINDS.filter(([kind]) => counts[kind] > 0);
  const parts = kinds.map(([kind, words]) => `${counts[kind]} ${words} (${idsOf(kind, counts[kind], named)})`);
  const unseen = left === 0 ? [] : [`up to ${left} in parts that differ were not compared one by one`];
  return `${what} differ: ${[...parts, ...unseen].join('; ')}.`;
}

function idsOf(kind: Difference['kind'], count: number, named: readonly Difference[]): string {
  const shown = named.filter((each) => each.kind === kind).slice(0, MOST_SHOWN);
  const ids = shown.map(({ id, routing }) => (routing === undefined ? id : `${id} with routing ${routing}`));
  return [...ids, ...(count > shown.length ? ['…'] : [])].join(', ');
}

/** Of all slices, each once: samples overlap. Sorted by kind, id and routing. */
export function differencesOf(results: readonly SliceResult[]): readonly Difference[] {
  const all = results.flatMap(({ result }) => readDifferences(result['named']));
  const distinct = new Map(all.map((each) => [JSON.stringify([each.kind, each.id, each.routing]), each]));
  return [...distinct].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, each]) => each);
}

/** The same as the engine gives them to users. */
export const differencesIn: NonNullable<JobDefinition['differencesIn']> = (results) =>
  differencesOf(results).map(differenceOf);

export function differenceOf({ kind, id, routing }: Difference): {
  readonly what: Difference['kind'];
  readonly id: string;
  readonly details?: { readonly routing: string };
} {
  return { what: kind, id, ...defined({ details: routing === undefined ? undefined : { routing } }) };
}

export function countDifferences(named: readonly Difference[]): DifferenceCounts {
  const count = (kind: Difference['kind']): number => named.filter((each) => each.kind === kind).length;
  return { missing: count('missing'), extra: count('extra'), changed: count('changed') };
}

function readDifferences(named: Json | undefined): readonly Difference[] {
  if (!Array.isArray(named)) return [];
  return (named as readonly Json[]).map((each) => {
    const { kind, id, routing } = objectOf(each);
    const found = KINDS.find(([name]) => name === kind)?.[0] ?? 'changed';
    return { kind: found, id: textOf(id) ?? '', ...defined({ routing: textOf(routing) }) };
  });
}

import { isValueObject, type Value } from '../../value/value.ts';

/** A value of a plan as it is used, and where each part of it comes from. */
export type EffectiveValue = EffectiveMap | EffectiveList | EffectiveLeaf;

export interface EffectiveMap {
  readonly kind: 'map';
  readonly entries: readonly (readonly [key: string, value: EffectiveValue])[];
}

export interface EffectiveList {
  readonly kind: 'list';
  readonly items: readonly EffectiveValue[];
}

/** A scalar, a text with references that are known at run time only, or an empty list or map. */
export interface EffectiveLeaf {
  readonly kind: 'leaf';
  readonly value: Value;
  /** Where it is written, and then where what its references stand for comes from; at least one. */
  readonly sources: readonly ValueSource[];
  /** The value is a literal secret, and not shown. */
  readonly isMasked?: true;
}

export type ValueSource =
  /** Written in the plan, itself or through an anchor. */
  | { readonly kind: 'plan'; readonly place: WrittenPlace; readonly takenOver?: WrittenPlace }
  /** Written in a block of `defaults.with`. */
  | { readonly kind: 'shared'; readonly block: string; readonly place: WrittenPlace; readonly takenOver?: WrittenPlace }
  /** Written under `defaults:`. */
  | { readonly kind: 'defaults'; readonly place: WrittenPlace }
  /** What the language says where the plan says nothing. */
  | { readonly kind: 'built-in' }
  /** Given for this reading: `--var`. */
  | { readonly kind: 'variable'; readonly input: string }
  | { readonly kind: 'environment'; readonly input: string; readonly place: WrittenPlace }
  | { readonly kind: 'input-default'; readonly input: string; readonly place: WrittenPlace }
  /** An entry of `for_each`: a row of an inventory, or of the plan. */
  | { readonly kind: 'row'; readonly reference: string; readonly place: WrittenPlace };

export interface WrittenPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface EffectivePlan {
  /** All but `defaults` and `x-` keys. What depends on `each` is written with its references. */
  readonly root: EffectiveMap;
  /** Of the units that were asked for: what `each` decides, under the keys of their migration. */
  readonly units: readonly EffectiveUnit[];
}

export interface EffectiveUnit {
  readonly address: string;
  readonly migration: string;
  readonly key: string;
  readonly values: EffectiveMap;
}

/** A leaf with its path. */
export interface LocatedLeaf {
  readonly path: readonly (string | number)[];
  readonly leaf: EffectiveLeaf;
}

export function* leavesOf(value: EffectiveValue, path: readonly (string | number)[] = []): Generator<LocatedLeaf> {
  if (value.kind === 'leaf') yield { path, leaf: value };
  else if (value.kind === 'list')
    for (const [index, item] of value.items.entries()) yield* leavesOf(item, [...path, index]);
  else for (const [key, child] of value.entries) yield* leavesOf(child, [...path, key]);
}

/** The same tree with other leaves. */
export function mapLeaves(value: EffectiveValue, map: (leaf: EffectiveLeaf) => EffectiveLeaf): EffectiveValue {
  if (value.kind === 'leaf') return map(value);
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => mapLeaves(item, map)) };
  return { ...value, entries: value.entries.map(([key, child]) => [key, mapLeaves(child, map)] as const) };
}

/** Data that comes from one place as a whole. */
export function fromOnePlace(value: Value, sources: readonly ValueSource[]): EffectiveValue {
  if (Array.isArray(value) && value.length > 0)
    return { kind: 'list', items: value.map((item: Value) => fromOnePlace(item, sources)) };
  if (!isValueObject(value) || Object.keys(value).length === 0) return { kind: 'leaf', value, sources };
  return {
    kind: 'map',
    entries: Object.entries(value).map(([key, child]) => [key, fromOnePlace(child, sources)] as const),
  };
}

import type { Json } from '@waybill/core';
import { flatten, type Leaf, type Written, withLeaves } from './leaves.ts';
import { UnitWords } from './unit-words.ts';

/** A unit in a list of a preview or report. */
export interface ListedUnit {
  readonly address: string;
}

/**
 * `shape`: a unit to which the ones after it are compared; shapes are numbered in order, from 0. `unit`: one as it is. A
 * list: number of a shape, address of the unit, and then by turns the number of a leaf of the shape and its value here.
 */
export type PackedRow =
  | { readonly shape: Json }
  | { readonly unit: Json }
  | readonly [shape: number, address: string, ...differences: readonly Leaf[]];

/** Units that have no shape in common gain nothing by it. */
const MOST_SHAPES = 1_000;

interface Shape {
  readonly number: number;
  readonly leaves: readonly Leaf[];
}

/**
 * Says of each unit only in what it differs from the first one with the same members. The address of a unit, and the key
 * in it, are in most of its texts: there they are `{unit}` and `{key}`.
 */
export class UnitPacker {
  readonly #shapes = new Map<string, Shape>();

  pack(unit: ListedUnit): readonly PackedRow[] {
    const value = unit as unknown as Written;
    const { outline, leaves } = flatten(value);
    const words = new UnitWords(unit.address);
    const own = leaves.map((leaf) => (typeof leaf === 'string' ? words.takeOut(leaf) : leaf));
    if (!own.every(isLeaf)) return [{ unit: value as Json }];
    const known = this.#shapes.get(outline);
    if (known !== undefined) return [rowOf(known, unit.address, own)];
    if (this.#shapes.size >= MOST_SHAPES) return [{ unit: value as Json }];
    const shape: Shape = { number: this.#shapes.size, leaves: own };
    this.#shapes.set(outline, shape);
    let next = 0;
    return [{ shape: withLeaves(value, () => own[next++] ?? null) }, rowOf(shape, unit.address, own)];
  }
}

function isLeaf(leaf: Leaf | undefined): leaf is Leaf {
  return leaf !== undefined;
}

function rowOf({ number, leaves }: Shape, address: string, own: readonly Leaf[]): PackedRow {
  const differences: Leaf[] = [];
  for (const [index, leaf] of own.entries()) if (leaf !== leaves[index]) differences.push(index, leaf);
  return [number, address, ...differences];
}

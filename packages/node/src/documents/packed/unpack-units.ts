import { isJsonObject, type Json } from '@waybill/core';
import { flatten, type Leaf, withLeaves } from './leaves.ts';
import { UnitWords } from './unit-words.ts';

interface Shape {
  readonly value: Json;
  readonly leaves: readonly Leaf[];
}

/**
 * The units that were packed into rows.
 *
 * @throws TypeError for rows that no packing writes
 */
export function unpackUnits(rows: readonly Json[]): readonly Json[] {
  const shapes: Shape[] = [];
  const units: Json[] = [];
  for (const row of rows) {
    if (Array.isArray(row)) units.push(unpackRow(row, shapes));
    else if (isJsonObject(row) && row['shape'] !== undefined)
      shapes.push({ value: row['shape'], leaves: flatten(row['shape']).leaves });
    else if (isJsonObject(row) && row['unit'] !== undefined) units.push(row['unit']);
    else throw new TypeError('a row is neither a shape nor a unit');
  }
  return units;
}

function unpackRow([number, address, ...differences]: readonly Json[], shapes: readonly Shape[]): Json {
  const shape = typeof number === 'number' ? shapes[number] : undefined;
  if (shape === undefined || typeof address !== 'string') throw new TypeError('a row has no shape or no address');
  const leaves = [...shape.leaves];
  for (let at = 0; at < differences.length; at += 2) {
    const [index, leaf] = [differences[at], differences[at + 1]];
    if (typeof index !== 'number' || leaves[index] === undefined || !isLeaf(leaf))
      throw new TypeError('a row gives a value that its shape does not have');
    leaves[index] = leaf;
  }
  const words = new UnitWords(address);
  let next = 0;
  return withLeaves(shape.value, () => {
    const leaf = leaves[next++] ?? null;
    return typeof leaf === 'string' ? words.putIn(leaf) : leaf;
  });
}

function isLeaf(value: Json | undefined): value is Leaf {
  return value !== undefined && (typeof value !== 'object' || value === null);
}

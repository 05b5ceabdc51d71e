import type { Graph } from '@waybill/core';
import { expect, test } from 'vitest';
import { isBeforeLastCutover } from './is-before-last-cutover.ts';

function graphOf(steps: Readonly<Record<string, boolean | undefined>>): Pick<Graph, 'unitsByAddress'> {
  const unit = {
    address: 'u',
    steps: Object.entries(steps).map(([name, isCutover]) =>
      isCutover === undefined
        ? { kind: 'check', address: `u.${name}` }
        : { kind: 'gate', address: `u.${name}`, isCutover },
    ),
  };
  return { unitsByAddress: new Map([['u', unit]]) } as unknown as Pick<Graph, 'unitsByAddress'>;
}

test('a gate is before the last cut-over of its unit, is it, or comes after it', () => {
  const graph = graphOf({ early: false, check: undefined, first: true, last: true, end: undefined, late: false });
  const names = ['early', 'first', 'last', 'late'];
  const found = names.map((name) => isBeforeLastCutover({ unit: 'u', step: `u.${name}` }, graph));
  expect(found).toEqual([true, true, false, false]);
});

test('no gate is before a cut-over that its unit does not have', () => {
  const graph = graphOf({ early: false, end: undefined });
  expect(isBeforeLastCutover({ unit: 'u', step: 'u.early' }, graph)).toBe(false);
  expect(isBeforeLastCutover({ unit: 'another', step: 'another.early' }, graph)).toBe(false);
});

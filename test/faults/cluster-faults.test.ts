import { describe, expect, it } from 'vitest';
import { buildClusterMatrix, choosePairs, pairsOf, titleOf } from './clusters/cluster-matrix.ts';
import { ruleOf } from './clusters/endings.ts';
import { playRow } from './clusters/play-row.ts';

const all = await buildClusterMatrix();
// Every row: `cluster-faults.long.test.ts`.
const rows = choosePairs(all);

describe('one fault on one call to a cluster', () => {
  it.each(rows.map((row) => [`${titleOf(row)}: ${ruleOf(row).why}`, row] as const))('%s', async (_name, row) => {
    const played = await playRow(row);
    expect({ ending: played.ending, faults: played.faults }).toEqual({
      ending: ruleOf(row).ending(row),
      faults: [],
    });
    if (played.ending !== 'succeeded') expect(played.failures.join('\n')).toMatch(/\w+/);
  });

  it('is tried of every sort on every operation and in every scenario', () => {
    expect(rows.length).toBeGreaterThan(150);
    expect(new Set(rows.flatMap(pairsOf))).toEqual(new Set(all.flatMap(pairsOf)));
  });
});

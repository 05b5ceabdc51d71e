import { expect, it } from 'vitest';
import { buildClusterMatrix, titleOf } from './clusters/cluster-matrix.ts';
import { ruleOf } from './clusters/endings.ts';
import { type ClusterRow, playRow } from './clusters/play-row.ts';

const rows = await buildClusterMatrix();

it.each([...Map.groupBy(rows, ({ scenario }) => scenario.name)])(
  'one fault on the first or the last call of each operation of %s',
  async (_name, ofScenario) => {
    const broken: string[] = [];
    for (const row of ofScenario) broken.push(...(await breaksOf(row)));
    expect(broken).toEqual([]);
  },
);

it('the matrix has all of its rows', () => {
  expect(rows.length).toBeGreaterThan(2_900);
});

async function breaksOf(row: ClusterRow): Promise<readonly string[]> {
  const played = await playRow(row);
  const wanted = ruleOf(row).ending(row);
  const endings = played.ending === wanted ? [] : [`ended as ${played.ending}, not ${wanted}`];
  return [...endings, ...played.faults].map((what) => `${titleOf(row)}\n${what}`);
}

import type { Preview } from '@waybill/core';
import { expect, it } from 'vitest';
import { groupImpacts, nameImpacted } from './group-impacts.ts';

function migration(name: string, uses: string, impact: Readonly<Record<string, string>>) {
  return { name, uses, units: 2, impact: { downtime: '', way_back: '', ...impact } };
}

function group(...migrations: readonly ReturnType<typeof migration>[]) {
  return groupImpacts({ migrations } as unknown as Preview);
}

it('says once what holds for all migrations of a kind, whatever connection they use', () => {
  const said = { downtime: 'None.', way_back: 'Do nothing.', risk: 'Some.' };
  expect(group(migration('a', 'one.copy', said), migration('b', 'two.copy', said))).toEqual([
    {
      kind: 'copy',
      migrations: ['a', 'b'],
      units: 4,
      downtime: 'None.',
      risk: 'Some.',
      rollback: 'Do nothing.',
    },
  ]);
});

it('keeps apart what differs in one of the three, or is of another kind', () => {
  const groups = group(
    migration('a', 'one.copy', { downtime: 'None.' }),
    migration('b', 'one.copy', { downtime: 'A minute.' }),
    migration('c', 'one.copy', { downtime: 'None.', risk: 'Some.' }),
    migration('d', 'one.move', { downtime: 'None.' }),
    migration('e', 'one.copy', { downtime: 'None.' }),
  );
  expect(groups.map(({ migrations }) => migrations.join())).toEqual(['a,e', 'b', 'c', 'd']);
});

it('leaves out kinds that say nothing', () => {
  expect(group(migration('a', 'one.copy', {}))).toEqual([]);
});

it('says for which units of a migration it holds where they differ, together with others of which it holds', () => {
  const impacts = [
    { units: 2, example: 'b[x]', downtime: 'None.', way_back: '' },
    { units: 1, example: 'b[z]', downtime: 'A minute.', way_back: '' },
  ];
  const differing = { ...migration('b', 'one.copy', { downtime: '2 units: None. …' }), units: 3, impacts };
  const groups = group(migration('a', 'one.copy', { downtime: 'None.' }), differing);
  expect(groups.map(({ units, downtime }) => [units, downtime])).toEqual([
    [4, 'None.'],
    [1, 'A minute.'],
  ]);
  expect(groups.map(nameImpacted)).toEqual([['a', 'b (2 of 3 units, such as b[x])'], ['b (1 of 3 units, b[z])']]);
});

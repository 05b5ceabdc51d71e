import type { Preview } from '@waybill/core';
import { expect, it } from 'vitest';
import { groupImpacts } from './group-impacts.ts';

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

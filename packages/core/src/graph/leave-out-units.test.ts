import { expect, test } from 'vitest';
import { RunWorld } from '../testing/internal/run-world.ts';
import { leaveOutUnits } from './leave-out-units.ts';

const { graph } = new RunWorld().plan([
  { name: 'indices', target: 'move', keys: ['a', 'b'] },
  { name: 'reports', target: 'copy', needs: ['indices[a]'] },
  { name: 'sums', target: 'copy', needs: ['indices[*]', 'reports'] },
]);

function needsWithout(...left: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const open = leaveOutUnits(graph, (unit) => left.includes(unit));
  for (const unit of open.units) expect(open.unitsByAddress.get(unit.address)).toBe(unit);
  expect([open.stepCount, open.unitsByAddress.size]).toEqual([graph.stepCount, graph.units.length]);
  return Object.fromEntries(open.units.map(({ address, needs }) => [address, needs]));
}

test('a need of a unit that is left out is met; one of a group only when all its units are', () => {
  expect(needsWithout('indices[a]')).toEqual({ 'indices[b]': [], reports: [], sums: ['indices[*]', 'reports'] });
  expect(needsWithout('indices[a]', 'indices[b]')).toEqual({ reports: [], sums: ['reports'] });
  expect(needsWithout()).toEqual(Object.fromEntries(graph.units.map(({ address, needs }) => [address, needs])));
});

test('units that are left keep their steps', () => {
  const open = leaveOutUnits(graph, (unit) => unit.startsWith('indices'));
  expect(open.steps).toEqual(graph.steps.filter(({ unit }) => !unit.startsWith('indices')));
});

import { expect, it } from 'vitest';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import type { Graph } from './graph.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

function graphOf(): Graph {
  return buildPlanFixture(
    [
      { name: 'tables', target: 'gated', keys: ['a', 'b.c', 'd].create'] },
      { name: 'last', target: 'copy', needs: ['tables[*]'] },
    ],
    registry,
  ).graph;
}

it('knows how many steps there are without building them', () => {
  const graph = graphOf();
  expect(graph.stepCount).toBe(graph.steps.length);
});

it('finds every step by its address, whatever its unit is called', () => {
  const graph = graphOf();
  expect([...graph.stepsByAddress.keys()]).toEqual(graph.steps.map((step) => step.address));
  for (const step of graph.steps) expect(graph.stepsByAddress.get(step.address)).toBe(step);
});

it.each(['', 'tables', 'tables[a]', 'tables[a].nothing', 'tables[z].create', '.create', 'last.create.create'])(
  'finds nothing at %j',
  (address) => {
    expect(graphOf().stepsByAddress.get(address)).toBeUndefined();
    expect(graphOf().stepsByAddress.has(address)).toBe(false);
  },
);

it('shows the same steps at every look', () => {
  const graph = graphOf();
  expect(graph.steps).toBe(graph.steps);
  for (const unit of graph.units) expect(unit.steps).toBe(unit.steps);
  expect(graph.steps).toEqual(graphOf().steps);
});

it('counts the chain that waits for a unit into the heights of its steps', () => {
  const heights = graphOf()
    .unitsByAddress.get('tables[a]')
    ?.steps.map((step) => step.height);
  expect(heights).toEqual([6, 5, 4, 3]);
});

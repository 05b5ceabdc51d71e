import { expect, test } from 'vitest';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { shapeOf, UnitShapes } from './unit-shape.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

test('units of a migration share one shape, others have their own', () => {
  const { graph } = buildPlanFixture(
    [
      { name: 'moves', target: 'move', keys: ['a', 'b'], needs: [] },
      { name: 'copies', target: 'copy', keys: ['a'], needs: [] },
    ],
    registry,
  );
  const [first, second, other] = graph.units;
  expect(first?.shape).toBe(second?.shape);
  expect(other?.shape).not.toBe(first?.shape);
});

test('a shape says of each step what decides when it becomes ready', () => {
  const { graph } = buildPlanFixture([{ name: 'moves', target: 'move', keys: ['a'], needs: [] }], registry);
  const [unit] = graph.units;
  if (unit === undefined) return expect.unreachable('a unit');
  const shape = shapeOf(unit);
  expect(shape.steps.map(({ name }) => `${unit.address}.${name}`)).toEqual(unit.steps.map(({ address }) => address));
  expect(shape.steps.map(({ needs }) => needs.map((place) => unit.steps[place]?.address))).toEqual(
    unit.steps.map(({ needs }) => needs),
  );
  expect(shape.steps.map(({ kind, always, provider }) => ({ kind, always, provider }))).toEqual(
    unit.steps.map(({ kind, always, provider }) => ({ kind, always, provider })),
  );
  for (const [place, { name }] of unit.steps.entries()) expect(shape.places.get(name)).toBe(place);
  expect(shape.activity?.opens).toBe(unit.activity?.opens);
});

test('another order, need or task is another shape', () => {
  const { graph } = buildPlanFixture([{ name: 'moves', target: 'move', keys: ['a'], needs: [] }], registry);
  const [unit] = graph.units;
  if (unit === undefined) return expect.unreachable('a unit');
  const { steps, activity } = unit;
  const shapes = new UnitShapes();
  const shape = shapes.of({ steps, activity });
  expect(shapes.of({ steps: [...steps], activity })).toBe(shape);
  const changed = [
    { steps: steps.map((step) => ({ ...step, needs: [] })), activity },
    { steps: steps.map((step) => ({ ...step, always: true })), activity },
    { steps: steps.map((step) => ({ ...step, provider: 'elsewhere' })), activity },
    { steps: steps.slice(0, 1), activity },
  ];
  expect(new Set([shape, ...changed.map((other) => shapes.of(other))]).size).toBe(changed.length + 1);
});

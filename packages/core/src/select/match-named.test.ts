import { expect, test } from 'vitest';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { withRenamedSteps } from '../testing/with-renamed-steps.ts';
import { matchNamed } from './match-named.ts';

const registry = createRegistry([
  withRenamedSteps(createFakeProvider(new FakeVendor(new VirtualClock())), { create: 'make' }),
]);
const { graph } = buildPlanFixture(
  [
    { name: 'orders', target: 'copy', formerly: ['sessions'], keys: ['eu', 'us'], formerKeys: { eu: ['a', 'b'] } },
    { name: 'users', target: 'copy' },
  ],
  registry,
);

test.each([
  ['orders[eu]', ['orders[eu]']],
  ['orders[a]', ['orders[eu]']],
  ['orders[b]', ['orders[eu]']],
  ['sessions[eu]', ['orders[eu]']],
  ['sessions[a]', ['orders[eu]']],
  ['sessions[us]', ['orders[us]']],
  ['sessions[*]', ['orders[eu]', 'orders[us]']],
  ['*[a]', ['orders[eu]']],
  ['users[a]', []],
  ['sessions', []],
])('%s names units %j', (pattern, units) => {
  const named = matchNamed(pattern);
  expect(graph.units.filter(named.unit).map(({ address }) => address)).toEqual(units);
});

test.each([
  ['orders[eu].make', ['orders[eu].make']],
  ['orders[eu].create', ['orders[eu].make']],
  ['sessions[a].create', ['orders[eu].make']],
  ['sessions[*].make', ['orders[eu].make', 'orders[us].make']],
  ['users.create', ['users.make']],
  ['users.await', ['users.await']],
  ['orders[eu]', []],
])('%s names steps %j', (pattern, steps) => {
  const named = matchNamed(pattern);
  const found = graph.units.flatMap((unit) => unit.steps.filter((step) => named.step(step, unit)));
  expect(found.map(({ address }) => address)).toEqual(steps);
});

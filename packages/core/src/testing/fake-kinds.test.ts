import { expect, test } from 'vitest';
import { createFakeProvider } from './fake-provider.ts';
import { FakeVendor } from './fake-vendor.ts';
import { VirtualClock } from './virtual-clock.ts';

const PROVIDER = createFakeProvider(new FakeVendor(new VirtualClock()));

test.each(Object.values(PROVIDER.kinds))('$name: its steps are made of what the provider has', (kind) => {
  const { steps, activity } = kind.expand({ address: 'm', with: { from: 'a', to: 'b' }, options: {} });
  for (const step of steps) {
    if (step.kind === 'call' || step.kind === 'check') expect(PROVIDER.operations).toHaveProperty(step.operation);
    if (step.kind === 'check') expect(PROVIDER.checks).toHaveProperty(step.check);
    if (step.kind === 'await') expect(PROVIDER.polls).toHaveProperty(step.poll);
    if (step.kind === 'job') expect(PROVIDER.jobs).toHaveProperty(step.job);
  }
  const names = steps.map(({ name }) => name);
  if (activity !== undefined) expect(names).toEqual(expect.arrayContaining([activity.opens, activity.closes]));
});

test.each([
  [{ to: 'b' }, []],
  [{ name: 'x' }, [{ identity: ['x'], within: 'connection' }]],
  [{ name: 'x', to: 'b' }, [{ identity: ['x'], within: 'connection', connection: 'b' }]],
])('a transfer of %j fills the name on its target', (given, expected) => {
  expect(PROVIDER.kinds['transfer']?.writes?.(given)).toMatchObject(expected);
});

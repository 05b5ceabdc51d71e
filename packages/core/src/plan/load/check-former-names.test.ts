import { expect, test } from 'vitest';
import { createRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { FakeVendor } from '../../testing/fake-vendor.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import { loadPlan } from './load-plan.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

function load(migrations: Readonly<Record<string, string>>) {
  const lines = Object.entries(migrations).map(
    ([name, formerly]) => `  ${name}: { uses: it.copy, formerly: ${formerly}, with: {} }\n`,
  );
  const text = `version: 1\nname: renamed\nproviders: { it: { type: fake } }\nmigrations:\n${lines.join('')}`;
  return loadPlan(text, { file: 'plan.yaml', registry });
}

test('names that nothing else has are read, oldest first', () => {
  const { plan, diagnostics } = load({ orders: '[sessions, carts]', users: '[people]' });
  expect([diagnostics, plan?.migrations.get('orders')?.formerly]).toEqual([[], ['sessions', 'carts']]);
});

test.each([
  ['its own name', { orders: '[orders]' }, 'orders.formerly.0'],
  ['the name of another migration', { orders: '[carts, users]', users: '[people]' }, 'orders.formerly.1'],
  ['a name that another migration had', { orders: '[people]', users: '[people]' }, 'users.formerly.0'],
  ['a circle', { orders: '[users]', users: '[orders]' }, 'orders.formerly.0'],
])('%s is refused', (_what, migrations, path) => {
  const { plan, diagnostics } = load(migrations);
  expect(plan).toBeUndefined();
  expect(diagnostics[0]).toMatchObject({ code: 'PLAN_FORMER_NAME', path: `migrations.${path}` });
});

test.each(['[a, a]', '[]', 'a', '["1"]'])('%s is no list of former names', (formerly) => {
  expect(load({ orders: formerly }).diagnostics.map(({ severity }) => severity)).toContain('error');
});

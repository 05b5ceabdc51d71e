import { expect, it } from 'vitest';
import { compilePlan } from '../../compile-plan.ts';
import { createRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { FakeVendor } from '../../testing/fake-vendor.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';

const fake = createFakeProvider(new FakeVendor(new VirtualClock()));
const [[kindName, kind] = ['', undefined]] = Object.entries(fake.kinds);
if (kind === undefined) throw new Error('the fake provider has a kind');
const seen = { ...kind, optionsSchema: { type: 'object', properties: { seen: { type: 'boolean' } } } };

/** The kind wants a connection of each of these types. */
const registryOf = (wanted: Readonly<Record<string, string>>) =>
  createRegistry([
    {
      ...fake,
      kinds: { [kindName]: { ...seen, addressedConnections: ({ seen: isSeen }) => (isSeen === true ? wanted : {}) } },
    },
  ]);

const planOf = (options: string) => `version: 1
name: p
providers: { it: { type: ${fake.type} } }
migrations:
  one: { uses: it.${kindName}, with: {}${options} }
  two: { uses: it.${kindName}, with: {}${options} }
`;

const providersOf = (options: string, wanted: Readonly<Record<string, string>>) => {
  const { compiled, diagnostics } = compilePlan(planOf(options), { file: 'p.yaml', registry: registryOf(wanted) });
  expect(diagnostics).toEqual([]);
  return [...(compiled?.plan.providers.values() ?? [])];
};

it('adds the connections that a kind wants for these options, once, after those of the plan', () => {
  const [own, ...added] = providersOf(', seen: true', { 'it.source': fake.type });
  expect(own).not.toHaveProperty('isAddressed');
  expect(added).toEqual([
    { alias: 'it.source', type: fake.type, config: {}, limits: {}, polling: {}, isAddressed: true },
  ]);
});

it('adds none where the options want none, and none of a type that nobody provides', () => {
  expect(providersOf('', { 'it.source': fake.type })).toHaveLength(1);
  expect(providersOf(', seen: true', { 'it.source': 'elsewhere' })).toHaveLength(1);
});

it('adds none that a field could name, or that is suggested for one', () => {
  const named = { type: 'object', properties: { on: { type: 'string', 'x-connection': fake.type } } };
  const one = { ...seen, withSchema: named, addressedConnections: () => ({ 'it.source': fake.type }) };
  const registry = createRegistry([{ ...fake, kinds: { [kindName]: one } }]);
  const { diagnostics } = compilePlan(planOf('').replace('with: {}', 'with: { on: it.source }'), {
    file: 'p.yaml',
    registry,
  });
  expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([['PLAN_UNKNOWN_PROVIDER', 'Write `it`.']]);
});

import { expect, it } from 'vitest';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import type { Operation } from './operation.ts';
import type { Provider } from './provider.ts';
import { createRegistry } from './registry.ts';

const OUTPUTS = { clone_id: '/response/id', cluster_id: '/response/cluster' };

it('takes an operation that is looked up and says which output is its task', () => {
  const provider = withLookedUp({ outputs: OUTPUTS, taskId: '/response/id' });
  expect(createRegistry([provider]).get('fake')?.operations).toEqual(provider.operations);
});

it('refuses one that does not say it, or names none of its outputs', () => {
  for (const declared of [{ outputs: OUTPUTS }, { outputs: OUTPUTS, taskId: '/response/other' }])
    expect(() => createRegistry([withLookedUp(declared)])).toThrow(
      /^Provider fake breaks its contract in operations\.Clone\.taskId: expected a pointer among its `outputs`/,
    );
});

it('refuses two providers of one type, whichever comes first', () => {
  const [one, other] = [1, 2].map(() => createFakeProvider(new FakeVendor(new VirtualClock())));
  if (one === undefined || other === undefined) throw new Error('there are two');
  expect(() => createRegistry([one, { ...other, version: '2' }])).toThrow(
    'Provider fake breaks its contract in type: expected a type that no other of the providers has, found "fake"',
  );
});

it.each(['timeout', 'uses', 'for_each', 'wait'])(
  'refuses a kind with an option named %s, which plans give a meaning',
  (name) => {
    const provider = createFakeProvider(new FakeVendor(new VirtualClock()));
    const [kind] = Object.values(provider.kinds);
    if (kind === undefined) throw new Error('the fake provider has kinds');
    const withOptions = (...names: readonly string[]): Provider => {
      const properties = Object.fromEntries(names.map((option) => [option, {}]));
      return { ...provider, kinds: { [kind.name]: { ...kind, optionsSchema: { type: 'object', properties } } } };
    };
    expect(() => createRegistry([withOptions('pace', name)])).toThrow(
      `Provider fake breaks its contract in kinds.${kind.name}.optionsSchema: expected properties whose names mean nothing else in a migration, found "${name}"`,
    );
    expect(createRegistry([withOptions('pace')]).has('fake')).toBe(true);
  },
);

function withLookedUp(declared: Pick<Operation, 'outputs' | 'taskId'>): Provider {
  const provider = createFakeProvider(new FakeVendor(new VirtualClock()));
  const { CreateTask } = provider.operations;
  if (CreateTask === undefined) throw new Error('the fake provider creates tasks');
  const { taskId: _taskId, ...created } = CreateTask;
  const operation: Operation = { ...created, name: 'Clone', recovery: { policy: 'lookup' }, ...declared };
  return { ...provider, operations: { Clone: operation } };
}

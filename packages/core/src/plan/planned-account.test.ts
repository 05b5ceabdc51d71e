import { expect, test } from 'vitest';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { Reference } from '../value/value.ts';
import type { ProviderEntry } from './plan.ts';
import { plannedAccount } from './planned-account.ts';

const fake = createFakeProvider(new FakeVendor(new VirtualClock()));
const provider = {
  ...fake,
  connectionOf: ({ region = 'home' }: { readonly region?: string }) => ({ region: String(region) }),
};
const registered = createRegistry([provider]).get('fake') ?? provider;

function account(config: ProviderEntry['config'], alias = 'it'): string {
  return plannedAccount({ alias, type: 'fake', config, limits: {}, polling: {} }, registered);
}

test('entries that lead to one place with the same credentials are on one account, whatever they are called', () => {
  expect(account({ region: 'home' }, 'one')).toBe(account({}, 'two'));
  expect(account({ region: 'home' })).not.toBe(account({ region: 'away' }));
});

test('other credentials are another account, and secrets are compared by name', () => {
  const key = (name: string) => ({ credentials: { key: new Reference(['secrets', name]) } });
  expect(account(key('a'))).toBe(account(key('a'), 'other'));
  expect(account(key('a'))).not.toBe(account(key('b')));
  expect(account(key('a'))).not.toBe(account({}));
});

test('where the place is not known, only entries that say the same are on one account', () => {
  const { connectionOf: _, ...silent } = provider;
  const of = (config: ProviderEntry['config']): string =>
    plannedAccount({ alias: 'it', type: 'fake', config, limits: {}, polling: {} }, silent);
  expect(of({ address: 'x' })).toBe(of({ address: 'x' }));
  expect(of({ address: 'x' })).not.toBe(of({ address: 'y' }));
});

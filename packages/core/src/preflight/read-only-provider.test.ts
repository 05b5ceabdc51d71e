import { expect, it } from 'vitest';
import { InvariantError } from '../errors.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { readOnlyProvider } from './read-only-provider.ts';

it('lets no effect through, nor what no provider declares, whoever asks for it', async () => {
  const clock = new VirtualClock();
  const vendor = new FakeVendor(clock);
  const { signal } = new AbortController();
  const provider = readOnlyProvider(createFakeProvider(vendor), signal);
  await using session = await provider.connect({
    alias: 'it',
    config: {},
    env: {},
    clock,
    random: createSeededRandom(1),
    transport: { send: () => Promise.reject(new Error('not here')) },
  });
  for (const operation of ['CreateTask', 'DeleteTask', 'Nope'])
    await expect(session.call(operation, { name: 'a' }, { signal })).rejects.toBeInstanceOf(InvariantError);
  expect(vendor.calls).toEqual([]);
  await clock.runUntil(session.call('ListTasks', {}, { signal }));
  expect(vendor.calls).toHaveLength(1);
});

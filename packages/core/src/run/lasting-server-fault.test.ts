import { expect, test } from 'vitest';
import type { Provider } from '../provider/provider.ts';
import type { ReadCall } from '../provider/read-call.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import type { FakeVendor } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { JsonObject } from '../value/value.ts';

const ONE = [{ name: 'one', target: 'move', maxAttempts: 3 }];

/** The fake provider, which reads a list before each first create. */
function lookingFirst(vendor: FakeVendor): Provider {
  const provider = createFakeProvider(vendor);
  return {
    ...provider,
    connect: async (options) => {
      const session = await provider.connect(options);
      return Object.assign(session, {
        findExisting: async (_operation: string, _args: JsonObject, read: ReadCall) => {
          await read('ListTasks', {});
          return [];
        },
      });
    },
  };
}

test('the read before an effect: the unit fails after retry.max_attempts, nothing was sent, and a later run does it', async () => {
  const world = new RunWorld();
  const fixture = world.plan(ONE);
  const registry = createRegistry([lookingFirst(world.vendor)]);
  world.vendor.fault = ({ operation }) => (operation === 'ListTasks' ? 'server-fault' : 'none');
  const result = await world.run(fixture, { registry });
  expect(result.units[0]).toMatchObject({ status: 'failed', failure: { code: 'InternalError' } });
  expect(new Set(world.vendor.calls.map(({ operation }) => operation))).toEqual(new Set(['ListTasks']));
  expect(world.clock.monotonicMs()).toBeLessThan(600_000);

  world.vendor.fault = () => 'none';
  expect((await world.run(fixture, { registry, retryFailed: true })).outcome).toBe('succeeded');
  expect(world.vendor.tasks).toHaveLength(1);
});

test('a poll: it is repeated however long the fault lasts, and the unit succeeds once it is over', async () => {
  const world = new RunWorld();
  const FAULTY_MS = 3_600_000;
  world.vendor.fault = ({ operation, startedAtMs }) =>
    operation === 'ListTasks' && startedAtMs < FAULTY_MS ? 'server-fault' : 'none';
  const result = await world.run(world.plan(ONE));
  expect(result.outcome).toBe('succeeded');
  expect(world.clock.monotonicMs()).toBeGreaterThan(FAULTY_MS);
  expect(world.vendor.calls.filter(({ operation }) => operation === 'ListTasks').length).toBeGreaterThan(30);
});

test('a poll: a fault that outlasts the timeout fails the unit and says that the task may run', async () => {
  const world = new RunWorld();
  world.vendor.fault = ({ operation }) => (operation === 'ListTasks' ? 'server-fault' : 'none');
  const result = await world.run(world.plan([{ name: 'one', target: 'move', maxAttempts: 3, timeoutMs: 600_000 }]));
  expect(result.units[0]?.status).toBe('failed');
  expect(result.units[0]?.failure?.message).toContain('may still be running');
  expect(world.clock.monotonicMs()).toBeGreaterThanOrEqual(600_000);
});

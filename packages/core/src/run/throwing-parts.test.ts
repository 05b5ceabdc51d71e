import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { Poll, Provider, ProviderSession } from '../provider/provider.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-vendor.ts';
import { RunWorld } from '../testing/run-world.ts';

const SECRET = 'hunter2-and-more';

/** What a part that is not ours may throw. */
const THROWN: Readonly<Record<string, () => unknown>> = {
  'an error': () => new TypeError(`no function, ${SECRET}`),
  'a text': () => `a text, ${SECRET}`,
  nothing: () => undefined,
  null: () => null,
  'a frozen error': () => Object.freeze(new Error(`frozen, ${SECRET}`)),
};

type Throw = () => never;

/** Each place of a provider where it can throw, put into the fake one. */
const PLACES: Readonly<Record<string, (provider: Provider, fail: Throw) => Provider>> = {
  connect: (provider, fail) => ({ ...provider, connect: async () => fail() }),
  'connect, before it gives a promise': (provider, fail) => ({ ...provider, connect: fail }),
  call: (provider, fail) => withSession(provider, () => ({ call: async () => fail() })),
  'call, before it gives a promise': (provider, fail) => withSession(provider, () => ({ call: fail })),
  findExisting: (provider, fail) => withSession(provider, () => ({ findExisting: fail })),
  reconcile: (provider, fail) => withSession(provider, () => ({ reconcile: async () => fail() })),
  limitScope: (provider, fail) => withSession(provider, () => getter('limitScope', fail)),
  principal: (provider, fail) => withSession(provider, () => getter('principal', fail)),
  secrets: (provider, fail) => withSession(provider, () => getter('secrets', fail)),
  'secrets, later': (provider, fail) => {
    let reads = 0;
    const get = (): unknown => {
      reads += 1;
      return reads > 3 ? fail() : [];
    };
    return withSession(provider, () => getter('secrets', get));
  },
  dispose: (provider, fail) => withSession(provider, () => ({ [Symbol.asyncDispose]: async () => fail() })),
  'dispose, before it gives a promise': (provider, fail) =>
    withSession(provider, () => ({ [Symbol.asyncDispose]: fail })),
  'poll.scope': (provider, fail) => withPoll(provider, { scope: fail }),
  'poll.read': (provider, fail) => withPoll(provider, { read: async () => fail() }),
  'poll.read, before it gives a promise': (provider, fail) => withPoll(provider, { read: fail }),
  'poll.judge': (provider, fail) => withPoll(provider, { judge: fail }),
  'poll.read, with a read that nobody waits for': (provider, fail) =>
    withPoll(provider, {
      read: (_items, { read }) => {
        void read('NoSuchOperation', {});
        return fail();
      },
    }),
};

function getter(name: string, get: () => unknown): object {
  return Object.defineProperty({}, name, { get, enumerable: true });
}

function withPoll(provider: Provider, changes: Partial<Poll>): Provider {
  const tasks = provider.polls['tasks'];
  if (tasks === undefined) throw new Error('the fake provider has a poll');
  return { ...provider, polls: { tasks: { ...tasks, ...changes } } };
}

/** Every session with some of its members changed. */
function withSession(provider: Provider, changes: () => object): Provider {
  return {
    ...provider,
    connect: async (options) => {
      const session = await provider.connect(options);
      const changed = changes();
      return new Proxy(session, {
        get: (target, key) => {
          const owner = Reflect.has(changed, key) && Object.hasOwn(changed, key) ? changed : target;
          const value: unknown = Reflect.get(owner, key);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }) satisfies ProviderSession;
    },
  };
}

const unhandled: unknown[] = [];
const keep = (reason: unknown): void => {
  unhandled.push(reason);
};
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', keep);
});
afterEach(() => {
  process.off('unhandledRejection', keep);
});

function open() {
  const world = new RunWorld();
  world.vendor.fault = ({ operation }) =>
    operation === 'CreateTask' && world.vendor.tasks.length === 0 ? 'lost-after-effect' : 'none';
  const fixture = world.plan([{ name: 'orders', target: 'move', keys: ['a', 'b', 'c'] }]);
  const plan = { ...fixture.plan, secrets: new Map([['pw', { kind: 'env', name: 'PW' } as const]]) };
  return { world, fixture: { ...fixture, plan }, options: { plan, readSecret: () => SECRET } };
}

async function expectCleanEnd(ending: Promise<unknown>, world: RunWorld): Promise<unknown> {
  const error: unknown = await ending.then(
    () => expect.fail('the run should not have ended well'),
    (thrown: unknown) => thrown,
  );
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).toEqual([]);
  expect(error).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/) });
  expect(textsOf(error)).not.toContain(SECRET);
  expect(world.disk.isLocked).toBe(false);
  return error;
}

describe.each(Object.entries(PLACES))('a provider that throws in %s', (place, plant) => {
  it.each(Object.entries(THROWN))('%s: ends the run cleanly, and it can be resumed', async (_, thrown) => {
    const { world, fixture, options } = open();
    const broken = plant(createFakeProvider(world.vendor), () => {
      throw thrown();
    });
    const error = await expectCleanEnd(world.run(fixture, { ...options, registry: createRegistry([broken]) }), world);
    expect(error).toMatchObject({
      code: 'PROVIDER_DEFECT',
      message: expect.stringContaining(place.split(',')[0] ?? ''),
    });
    expect((await world.run(fixture, options)).outcome).toBe('succeeded');
    expect(world.vendor.tasks.map(({ name }) => name).toSorted()).toEqual(['orders[a]', 'orders[b]', 'orders[c]']);
  });
});

describe.each(['gather', 'append', 'readRequests', 'dispose'] as const)('a store that rejects in %s', (method) => {
  it.each(Object.entries(THROWN))('%s: ends the run cleanly, and it can be resumed', async (_, thrown) => {
    const { world, fixture, options } = open();
    const store = openMemoryStore(world.disk);
    const acquire = store.acquire.bind(store);
    let calls = 0;
    store.acquire = async (owner) => {
      const lease = await acquire(owner);
      const dispose = lease[Symbol.asyncDispose].bind(lease);
      const original = method === 'dispose' ? dispose : lease[method].bind(lease);
      const failing = async (argument: never): Promise<unknown> => {
        calls += 1;
        if (method === 'dispose') await dispose();
        if (calls > 2 || method === 'dispose') throw thrown();
        return (original as (argument: never) => Promise<unknown>)(argument);
      };
      return Object.assign(lease, { [method === 'dispose' ? Symbol.asyncDispose : method]: failing });
    };
    await expectCleanEnd(world.run(fixture, { ...options, store }), world);
    expect((await world.run(fixture, options)).outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(3);
  });
});

describe('callbacks of the caller', () => {
  it('that throw, or reject, end no run', async () => {
    const { world, fixture, options } = open();
    const result = await world.run(fixture, {
      ...options,
      onEvent: (() => Promise.reject(new Error('async observer'))) as () => void,
      onGauges: () => {
        throw new Error(`gauges ${SECRET}`);
      },
      onState: () => {
        throw new Error('state');
      },
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
    expect(result.outcome).toBe('succeeded');
    expect(result.observerFault).toMatchObject({ message: 'Error: state' });
    const thrown = await world.run(fixture, {
      ...options,
      onEvent: () => {
        throw new Error(`observer ${SECRET}`);
      },
    });
    expect(thrown).toMatchObject({ outcome: 'succeeded', observerFault: { message: 'Error: observer [redacted]' } });
  });
});

function textsOf(part: unknown, seen: Set<unknown> = new Set()): string {
  if (typeof part !== 'object' || part === null || seen.has(part)) return String(part);
  seen.add(part);
  return Reflect.ownKeys(part)
    .map((key) => textsOf((part as Record<PropertyKey, unknown>)[key], seen))
    .join('\n');
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../events/event.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { Provider } from '../provider/provider.ts';
import { createRegistry } from '../provider/registry.ts';
import type { Transport } from '../provider/transport.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import {
  endOf,
  expectCleanEnd,
  getter,
  SECRET,
  THROWN,
  type Throw,
  withPoll,
  withSession,
} from '../testing/internal/broken-run.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { openWhole } from '../testing/internal/whole-contract.ts';
import type { JsonObject } from '../value/value.ts';
import type { RunResult } from './run-result.ts';

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

function open() {
  const world = new RunWorld();
  world.vendor.fault = ({ operation }) =>
    operation === 'CreateTask' && world.vendor.tasks.length === 0 ? 'lost-after-effect' : 'none';
  const fixture = world.plan([{ name: 'orders', target: 'move', keys: ['a', 'b', 'c'] }]);
  const plan = { ...fixture.plan, secrets: new Map([['pw', { kind: 'env', name: 'PW' } as const]]) };
  return { world, fixture: { ...fixture, plan }, options: { plan, readSecret: () => SECRET } };
}

describe.each(Object.entries(PLACES))('a provider that throws in %s', (place, plant) => {
  it.each(Object.entries(THROWN))('%s: ends the run cleanly, and it can be resumed', async (_, thrown) => {
    const { world, fixture, options } = open();
    const broken = plant(createFakeProvider(world.vendor), () => {
      throw thrown();
    });
    const error = await expectCleanEnd(
      () => world.run(fixture, { ...options, registry: createRegistry([broken]) }),
      world,
    );
    expect(error).toMatchObject({
      code: 'PROVIDER_DEFECT',
      message: expect.stringContaining(place.split(',')[0] ?? ''),
    });
    expect((await world.run(fixture, options)).outcome).toBe('succeeded');
    expect(world.vendor.tasks.map(({ name }) => name).toSorted()).toEqual(['orders[a]', 'orders[b]', 'orders[c]']);
  });
});

describe('what is given to a run and breaks in the middle of it', () => {
  const clockOf = (world: RunWorld, method: string, fail: () => unknown) => {
    const own = (name: 'now' | 'monotonicMs' | 'sleep') => world.clock[name].bind(world.clock) as never;
    const clock = { now: own('now'), monotonicMs: own('monotonicMs'), sleep: own('sleep') };
    return { clock: { ...clock, [method]: failingFrom(clock[method as 'now'], fail) } };
  };
  const PARTS: Readonly<Record<string, (world: RunWorld, fail: () => unknown) => object>> = {
    'the time': (world, fail) => clockOf(world, 'now', fail),
    'the steady clock': (world, fail) => clockOf(world, 'monotonicMs', fail),
    'a sleep': (world, fail) => clockOf(world, 'sleep', fail),
    randomness: (_, fail) => {
      const random = createSeededRandom(2);
      return {
        random: {
          bytes: failingFrom((length: number) => random.bytes(length), fail),
          fraction: failingFrom(() => random.fraction(), fail),
        },
      };
    },
  };

  it.each(Object.entries(PARTS))('%s: the run ends, cleanly, and it can be resumed', async (_, part) => {
    const cases = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom(...Object.values(THROWN)), fc.boolean());
    await fc.assert(
      fc.asyncProperty(cases, async ([count, thrown, isSync]) => {
        const { world, registry, fixture, options, expectOnce } = openWhole();
        let calls = 0;
        const fail = (): unknown => {
          calls += 1;
          if (calls < count) return PASS;
          // Only a sleep answers with a promise.
          if (isSync || part !== PARTS['a sleep']) throw thrown();
          return Promise.reject(thrown());
        };
        await endOf(() => world.run(fixture, { ...options, registry, ...part(world, fail) }), world);
        expect((await world.run(fixture, { ...options, registry })).outcome).toBe('succeeded');
        expectOnce();
      }),
      { numRuns: 25 },
    );
  });
});

const PASS = Symbol('the part works');

function failingFrom(method: (...args: never[]) => unknown, fail: () => unknown) {
  return (...args: never[]): unknown => {
    const outcome = fail();
    return outcome === PASS ? method(...args) : outcome;
  };
}

describe.each(['acquire', 'read', 'dropRequests'] as const)('a store that fails in %s', (method) => {
  it.each(Object.entries(THROWN))('%s: ends the run cleanly, and it can be resumed', async (_, thrown) => {
    const { world, fixture, options } = open();
    const store = openMemoryStore(world.disk);
    await store.post({ kind: 'cancel', by: 'somebody' });
    const acquire = store.acquire.bind(store);
    const fail = (): never => {
      throw thrown();
    };
    store.acquire = async (owner) => {
      if (method === 'acquire') return fail();
      const lease = await acquire(owner);
      return method === 'read' ? lease : Object.assign(lease, { dropRequests: async () => fail() });
    };
    if (method === 'read') store.read = fail;
    // The first two are called before the secrets of the plan are read: nobody can know them yet.
    const secret = method === 'dropRequests' ? SECRET : 'no secret is known yet';
    await expectCleanEnd(() => world.run(fixture, { ...options, store }), world, secret);
    expect((await world.run(fixture, options)).outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(3);
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
    await expectCleanEnd(() => world.run(fixture, { ...options, store }), world);
    expect((await world.run(fixture, options)).outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(3);
  });
});

describe('a store whose journal breaks off while it is read', () => {
  const cases = fc.tuple(fc.nat(), fc.constantFrom(...Object.values(THROWN)));

  it('after any record: the run ends cleanly before it has sent anything, and it can be resumed', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ([count, thrown]) => {
        const { world, fixture, options } = open();
        const stop = new AbortController();
        await world.run(fixture, { ...options, signal: stop.signal, onEvent: stopAt('step.waiting', stop) });
        const [calls, records] = [world.vendor.calls.length, world.disk.records.length];
        const store = openMemoryStore(world.disk);
        const whole = store.read.bind(store);
        store.read = async function* (afterSeq) {
          let given = 0;
          for await (const batch of whole(afterSeq))
            for (const record of batch) {
              if (given === count % records) throw thrown();
              given += 1;
              yield [record];
            }
        };
        await expectCleanEnd(() => world.run(fixture, { ...options, store }), world, 'no secret is known yet');
        expect([world.vendor.calls.length, world.disk.records.length]).toEqual([calls, records]);
        expect((await world.run(fixture, options)).outcome).toBe('succeeded');
        expect(world.vendor.tasks).toHaveLength(3);
      }),
      { numRuns: 25 },
    );
  });
});

/** Ends a run, as the first Ctrl-C does, at the first event of that kind. */
function stopAt(kind: RunEvent['kind'], stop: AbortController) {
  return (event: RunEvent): void => {
    if (event.kind === kind) stop.abort();
  };
}

describe('a transport', () => {
  /** The fake vendor, asked over the transport of the run. */
  const overTransport = (world: RunWorld): Provider => {
    const fake = createFakeProvider(world.vendor);
    return {
      ...fake,
      connect: async (connecting) => {
        const session = await fake.connect(connecting);
        const call = session.call.bind(session);
        const request = { method: 'POST', url: 'http://127.0.0.1/', headers: {} } as const;
        return Object.assign(session, {
          call: async (operation: string, args: JsonObject, more: { readonly signal: AbortSignal }) => {
            await connecting.transport.send(request, more);
            return await call(operation, args, more);
          },
        });
      },
    };
  };
  const WORKING: Transport = { send: async () => ({ status: 200, headers: {}, body: '' }) };
  const BROKEN: Readonly<Record<string, (thrown: () => unknown) => Transport['send']>> = {
    'that throws': (thrown) => () => {
      throw thrown();
    },
    'that rejects': (thrown) => () => Promise.reject(thrown()),
  };

  describe.each(Object.entries(BROKEN))('%s', (_, breaking) => {
    it('at any call: the run ends cleanly, and it can be resumed', async () => {
      const cases = fc.tuple(fc.nat(9), fc.constantFrom(...Object.values(THROWN)));
      await fc.assert(
        fc.asyncProperty(cases, async ([count, thrown]) => {
          const { world, fixture, options } = open();
          const registry = createRegistry([overTransport(world)]);
          let sent = 0;
          const send: Transport['send'] = (request, more) => {
            sent += 1;
            return sent > count ? breaking(thrown)(request, more) : WORKING.send(request, more);
          };
          await expectCleanEnd(() => world.run(fixture, { ...options, registry, transport: { send } }), world);
          const resumed = await world.run(fixture, { ...options, registry, transport: WORKING });
          expect(resumed.outcome).toBe('succeeded');
          expect(world.vendor.tasks).toHaveLength(3);
        }),
        { numRuns: 25 },
      );
    });
  });
});

describe('callbacks of the caller', () => {
  it('that throw, or reject, end no run', async () => {
    const { world, fixture, options } = open();
    let result: RunResult | undefined;
    const run = async (): Promise<void> => {
      result = await world.run(fixture, {
        ...options,
        onEvent: (() => Promise.reject(new Error('async observer'))) as () => void,
        onGauges: () => {
          throw new Error(`gauges ${SECRET}`);
        },
        onState: () => {
          throw new Error('state');
        },
      });
    };
    // It also shows that what was rejected was handled.
    expect(await endOf(run, world)).toBeUndefined();
    expect(result).toMatchObject({ outcome: 'succeeded', observerFault: { message: 'Error: state' } });
    const thrown = await world.run(fixture, {
      ...options,
      onEvent: () => {
        throw new Error(`observer ${SECRET}`);
      },
    });
    expect(thrown).toMatchObject({ outcome: 'succeeded', observerFault: { message: 'Error: observer [redacted]' } });
  });
});

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryStore } from '../journal/memory-store.ts';
import { Reference } from '../plan/value.ts';
import type {
  Blueprint,
  Check,
  Kind,
  KindInput,
  Operation,
  Poll,
  Provider,
  ProviderSession,
} from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { createRegistry } from '../provider/registry.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
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
function withSession(provider: Provider, changes: (session: ProviderSession) => object): Provider {
  return {
    ...provider,
    connect: async (options) => {
      const session = await provider.connect(options);
      const changed = changes(session);
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

async function expectCleanEnd(ending: Promise<unknown>, world: RunWorld, secret = SECRET): Promise<unknown> {
  const error: unknown = await ending.then(
    () => expect.fail('the run should not have ended well'),
    (thrown: unknown) => thrown,
  );
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).toEqual([]);
  expect(error).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/) });
  expect(textsOf(error)).not.toContain(secret);
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

type NamesOfMethods<Part> = {
  [Key in keyof Part]-?: NonNullable<Part[Key]> extends (...args: never) => unknown ? Key : never;
}[keyof Part] &
  string;

type Place =
  | NamesOfMethods<Provider>
  | `operation.${NamesOfMethods<Operation>}`
  | `kind.${NamesOfMethods<Kind>}`
  | `check.${NamesOfMethods<Check>}`
  | `poll.${NamesOfMethods<Poll>}`
  | `session.${keyof ProviderSession & string}`;

/** Every place of the contract, and whether a run calls it. A new one has to be added, or the types do not fit. */
const CONTRACT: Readonly<Record<Place, 'in a run' | 'never in a run'>> = {
  buildRequest: 'never in a run',
  probe: 'never in a run',
  endpointsOf: 'never in a run',
  findCredentials: 'never in a run',
  connectionOf: 'in a run',
  connect: 'in a run',
  'operation.completion': 'never in a run',
  'operation.problems': 'never in a run',
  'operation.readBefore': 'never in a run',
  'operation.activeTarget': 'never in a run',
  'operation.mark': 'in a run',
  'operation.writes': 'never in a run',
  'kind.expand': 'never in a run',
  'kind.impact': 'never in a run',
  'kind.writes': 'never in a run',
  'check.judge': 'in a run',
  'check.judgeNotFound': 'in a run',
  'poll.scope': 'in a run',
  'poll.read': 'in a run',
  'poll.judge': 'in a run',
  'poll.callsOfRound': 'never in a run',
  'poll.assumedDuration': 'never in a run',
  'session.limitScope': 'in a run',
  'session.principal': 'in a run',
  'session.connection': 'in a run',
  'session.keyId': 'in a run',
  'session.secrets': 'in a run',
  'session.credentialsEndAtMs': 'never in a run',
  'session.renewsCredentials': 'never in a run',
  'session.call': 'in a run',
  'session.findExisting': 'in a run',
  'session.findEarlier': 'in a run',
  'session.observeBefore': 'in a run',
  'session.reconcile': 'in a run',
  'session.listMarked': 'never in a run',
};

/** The fake provider, with a kind whose steps lead through the rest of the contract. */
function createWholeProvider(world: RunWorld): Provider {
  const fake = createFakeProvider(world.vendor);
  const { CreateTask, ListTasks } = fake.operations;
  if (CreateTask === undefined || ListTasks === undefined) throw new Error('the fake provider has both');
  const provider: Provider = {
    ...fake,
    operations: {
      ...fake.operations,
      ReadMissing: { ...ListTasks, name: 'ReadMissing' },
      InspectTask: { ...CreateTask, name: 'InspectTask', recovery: { policy: 'inspect' }, mark: (args) => args },
    },
    checks: {
      seen: {
        judge: () => ({ kind: 'passed', detail: 'seen' }),
        judgeNotFound: () => ({ kind: 'passed', detail: 'not there' }),
      },
    },
    kinds: { ...fake.kinds, whole: wholeKind(fake) },
    connectionOf: () => ({ region: 'eu' }),
  };
  return withSession(provider, (session) => ({
    principal: 'me',
    connection: {},
    keyId: 'key-1',
    observeBefore: async () => ({ status: 'NEW' }),
    findEarlier: async () => ({ kind: 'none' }),
    call: async (operation: string, args: never, options: never) => {
      if (operation === 'ReadMissing')
        throw new ProviderError('no such task', { vendorCode: 'NotFound', class: 'not-found', effect: 'none' });
      return session.call(operation === 'InspectTask' ? 'CreateTask' : operation, args, options);
    },
  }));
}

function wholeKind({ kinds }: Provider): Kind {
  const move = kinds['move'];
  if (move === undefined) throw new Error('the fake provider has it');
  const check = { kind: 'check', title: 'look', check: 'seen', arguments: {} } as const;
  const of = (...path: string[]): Reference => new Reference(['steps', 'create', ...path]);
  return {
    ...move,
    name: 'whole',
    expand: ({ address }: KindInput): Blueprint => ({
      steps: [
        { ...check, name: 'look', operation: 'ListTasks' },
        { ...check, name: 'look-missing', operation: 'ReadMissing' },
        { kind: 'call', name: 'create', title: 'create', operation: 'InspectTask', arguments: { name: address } },
        {
          kind: 'await',
          name: 'await',
          title: 'wait',
          poll: 'tasks',
          goal: 'done',
          arguments: { id: of('outputs', 'task_id'), before: of('before', 'status') },
        },
      ],
      outputs: { task_id: of('outputs', 'task_id') },
    }),
  };
}

function plantAt(place: Place, provider: Provider, fail: Throw): Provider {
  const [part, name] = place.includes('.') ? (place.split('.') as [string, string]) : ['', place];
  if (part === 'session') {
    const isMethod = ['call', 'findExisting', 'findEarlier', 'observeBefore', 'reconcile', 'listMarked'].includes(name);
    return withSession(provider, () => (isMethod ? { [name]: fail } : getter(name, fail)));
  }
  if (part === '') return { ...provider, [name]: fail };
  const group = `${part}s` as 'operations' | 'kinds' | 'checks' | 'polls';
  const members = Object.entries(provider[group]).map(([key, member]) => [key, { ...member, [name]: fail }]);
  return { ...provider, [group]: Object.fromEntries(members) };
}

function openWhole() {
  const world = new RunWorld();
  world.vendor.fault = ({ operation }) =>
    operation === 'CreateTask' && world.vendor.tasks.length === 0 ? 'lost-after-effect' : 'none';
  const provider = createWholeProvider(world);
  const registry = createRegistry([provider]);
  const migrations = [
    { name: 'orders', target: 'move', keys: ['a', 'b'] },
    { name: 'caches', target: 'whole' },
  ];
  const fixture = buildPlanFixture(migrations, registry);
  const plan = { ...fixture.plan, secrets: new Map([['pw', { kind: 'env', name: 'PW' } as const]]) };
  const options = { plan, readSecret: () => SECRET };
  const expectOnce = (): void =>
    expect(world.vendor.tasks.map(({ name }) => name).toSorted()).toEqual(['caches', 'orders[a]', 'orders[b]']);
  return { world, provider, registry, migrations, fixture: { ...fixture, plan }, options, expectOnce };
}

const placesOf = (when: string): readonly Place[] =>
  (Object.keys(CONTRACT) as Place[]).filter((place) => CONTRACT[place] === when);

describe.each(placesOf('in a run'))('a provider of the whole contract that throws in %s', (place) => {
  it.each(Object.entries(THROWN))('%s: ends the run cleanly, and it can be resumed', async (_, thrown) => {
    const { world, provider, registry, fixture, options, expectOnce } = openWhole();
    const broken = plantAt(place, provider, () => {
      throw thrown();
    });
    const ending = world.run(fixture, { ...options, registry: createRegistry([broken]) });
    // It is first called with the plan's secrets left out, before they are read.
    const error = await expectCleanEnd(ending, world, place === 'connectionOf' ? 'no secret is known yet' : SECRET);
    const named = expect.stringContaining(place.replace('session.', ''));
    expect(error).toMatchObject({ code: 'PROVIDER_DEFECT', message: named });
    expect((await world.run(fixture, { ...options, registry })).outcome).toBe('succeeded');
    expectOnce();
  });
});

it.each(placesOf('never in a run'))('a run does not call %s', async (place) => {
  const { world, provider, fixture, options, expectOnce } = openWhole();
  const broken = plantAt(place, provider, () => {
    throw new Error('called');
  });
  const result = await world.run(fixture, { ...options, registry: createRegistry([broken]) });
  expect(result.outcome).toBe('succeeded');
  expectOnce();
});

it('a kind that throws while a plan is compiled is named', () => {
  const { provider, migrations } = openWhole();
  const broken = plantAt('kind.expand', provider, () => {
    throw new TypeError('no');
  });
  expect(() => buildPlanFixture(migrations, createRegistry([broken]))).toThrow(
    'Provider fake threw an unexpected error in kind.expand: TypeError: no',
  );
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
        unhandled.length = 0;
        const { world, registry, fixture, options, expectOnce } = openWhole();
        let calls = 0;
        const fail = (): unknown => {
          calls += 1;
          if (calls < count) return PASS;
          // Only a sleep answers with a promise.
          if (isSync || part !== PARTS['a sleep']) throw thrown();
          return Promise.reject(thrown());
        };
        const ending = world.run(fixture, { ...options, registry, ...part(world, fail) });
        const error: unknown = await ending.then(
          () => undefined,
          (reason: unknown) => reason,
        );
        await new Promise((resolve) => setImmediate(resolve));
        expect(unhandled).toEqual([]);
        if (error !== undefined) expect(error).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/) });
        expect(textsOf(error)).not.toContain(SECRET);
        expect(world.disk.isLocked).toBe(false);
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
    await expectCleanEnd(world.run(fixture, { ...options, store }), world, secret);
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

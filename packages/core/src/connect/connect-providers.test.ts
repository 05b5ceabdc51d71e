import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PRIORITY } from '../limits/channel.ts';
import type { EarlierCalls } from '../limits/earlier-calls.ts';
import type { RunProvider } from '../limits/run-provider.ts';
import type { Plan, ProviderEntry } from '../plan/plan.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { createRegistry } from '../provider/registry.ts';
import type { ConnectOptions, ProviderSession } from '../provider/session.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { Reference } from '../value/value.ts';
import { type ConnectProvidersOptions, connectProviders } from './connect-providers.ts';

const KEY = createSecretKey(Buffer.alloc(32, 7));

describe('providers on one account', () => {
  it('share one budget, and the tightest of their limits holds for all of them', async () => {
    const { connected, provider } = await connect({
      a: { limits: { requests: { count: 10, intervalMs: 1_000 }, inFlight: 4 } },
      b: { limits: { requests: { count: 30, intervalMs: 6_000 }, inFlight: 9 } },
    });
    expect(provider('a').channel.budget).toBe(provider('b').channel.budget);
    expect(provider('a').channel.budget.inFlight).toBe(4);
    expect(connected.accounts).toEqual([
      { scope: 'fake\naccount', providers: ['a', 'b'], otherKeys: [], requests: { count: 30, intervalMs: 6_000 } },
    ]);
  });

  it('are refused together when they have the same credentials, and only then', async () => {
    const { provider } = await connect({ a: { principal: 'me' }, b: { principal: 'me' }, c: { principal: 'you' } });
    expect(provider('a').channel.gate).toBe(provider('b').channel.gate);
    expect(provider('a').channel.gate).not.toBe(provider('c').channel.gate);
    expect(provider('a').channel.budget).toBe(provider('c').channel.budget);
  });

  it('all hear that their connection is down, and nobody else does', async () => {
    const heard: string[] = [];
    const { provider } = await connect(
      { a: { principal: 'me' }, b: { principal: 'me' }, c: { principal: 'you' } },
      { onConnection: (alias, { kind }) => heard.push(`${alias} ${kind}`) },
    );
    const error = new ProviderError('down', { vendorCode: 'ECONNREFUSED', class: 'unreachable', effect: 'none' });
    provider('a').channel.gate.failed(error, { isProbe: false });
    expect(heard).toEqual(['a lost', 'b lost']);
  });
});

it('providers on different accounts share nothing but the cap of calls at once', async () => {
  const { connected, provider } = await connect(
    { a: {}, b: { limitScope: 'another' } },
    { cap: { policy: 'waves', callsAtOnce: 3 } },
  );
  expect(provider('a').channel.budget).not.toBe(provider('b').channel.budget);
  expect(provider('a').channel.gate).not.toBe(provider('b').channel.gate);
  expect(provider('b').channel.parallelism).toMatchObject({ policy: 'waves', limit: 3 });
  expect(connected.accounts).toHaveLength(2);
  expect((await connect({ a: {} })).provider('a').channel.parallelism).toBeUndefined();
});

it('what the plan says of limits and polling comes before what the provider says', async () => {
  const { provider } = await connect({
    a: { limits: { active: 2 }, polling: { maxIntervalMs: 60_000 } },
  });
  expect(provider('a').limits).toEqual({ requests: { count: 1_000, intervalMs: 1_000 }, inFlight: 8, active: 2 });
  expect(provider('a').polling).toEqual({ initialIntervalMs: 5_000, maxIntervalMs: 60_000 });
});

it('a run that may have called just before waits until its window is empty again', async () => {
  const waited = async (earlierCalls: EarlierCalls): Promise<number> => {
    const { clock, provider } = await connect({ a: {} }, { earlierCalls });
    await clock.runUntil(provider('a').channel.read('ListTasks', {}, PRIORITY.poll));
    return clock.monotonicMs();
  };
  expect(await waited('until-now')).toBeGreaterThanOrEqual(2_000);
  expect(await waited({ answeredAgoMs: 300 })).toBeLessThan(1_000);
  expect(await waited({ answeredAgoMs: 300 })).toBeGreaterThanOrEqual(700);
  expect(await waited({ answeredAgoMs: 1_001 })).toBeLessThan(300);
  expect(await waited('none')).toBeLessThan(300);
});

describe('the secrets of an entry', () => {
  it('are filled in, and read again only where the source still has them', async () => {
    const source: { value: string | undefined } = { value: 'second' };
    const { seen } = await connect({ a: { usesSecret: true } }, { readSecret: () => source.value });
    const [options] = seen;
    expect(options?.config).toEqual({ key: 'first' });
    expect(options?.reread?.()).toEqual({ key: 'second' });
    for (const value of ['', undefined]) {
      source.value = value;
      expect(options?.reread?.()).toEqual({ key: 'first' });
    }
  });

  it('stay as they were where nobody can read them again', async () => {
    const { seen } = await connect({ a: { usesSecret: true } });
    expect(seen[0]?.reread?.()).toEqual({ key: 'first' });
  });

  it('of the sessions themselves are known as they are at the time', async () => {
    const secrets = ['one'];
    const { connected } = await connect({ a: { secrets }, b: { secrets: ['two'] } });
    expect(connected.secrets).toEqual(['one', 'two']);
    secrets.push('renewed');
    expect(connected.secrets).toEqual(['one', 'renewed', 'two']);
  });
});

it('journals where each leads, and of its key no more than a digest', async () => {
  const { connected } = await connect({
    a: { keyId: 'AKID-1', connection: { project: 'p-1' } },
    b: { keyId: 'AKID-1' },
    c: { keyId: 'AKID-2' },
    d: {},
  });
  const { a, b, c, d } = connected.connections(KEY);
  expect(a?.identity).toEqual({ region: 'eu', project: 'p-1' });
  expect(a?.key).toMatch(/^[0-9a-f]{16}$/);
  expect([b?.key === a?.key, c?.key === a?.key]).toEqual([true, false]);
  expect(d).toEqual({ identity: { region: 'eu' } });
  const other = connected.connections(createSecretKey(Buffer.alloc(32, 8)));
  expect(other['a']?.key).not.toBe(a?.key);
});

describe('sessions', () => {
  it('that are open are closed when a later one cannot be opened', async () => {
    const closed: string[] = [];
    const opening = connect({ a: { onClose: () => closed.push('a') }, b: { connectError: new Error('no key') } });
    await expect(opening).rejects.toThrow('no key');
    expect(closed).toEqual(['a']);
  });

  it('that cannot be closed either do not hide why', async () => {
    const fail = (): never => {
      throw new Error('not closed');
    };
    const opening = connect({ a: { onClose: fail }, b: { connectError: new Error('no key') } });
    await expect(opening).rejects.toMatchObject({
      suppressed: { message: expect.stringContaining('no key') },
      error: { message: expect.stringContaining('not closed') },
    });
  });

  it('are all closed in the end, also after one that fails', async () => {
    const closed: string[] = [];
    const close = (alias: string, isBroken: boolean) => (): void => {
      closed.push(alias);
      if (isBroken) throw new Error(`${alias} broke`);
    };
    const one = await connect({ a: { onClose: close('a', true) }, b: { onClose: close('b', false) } });
    await expect(one.connected[Symbol.asyncDispose]()).rejects.toThrow('a broke');
    expect(closed).toEqual(['a', 'b']);
    const two = await connect({ a: { onClose: close('a', true) }, b: { onClose: close('b', true) } });
    await expect(two.connected[Symbol.asyncDispose]()).rejects.toMatchObject({
      errors: [{ message: expect.stringContaining('a broke') }, { message: expect.stringContaining('b broke') }],
    });
  });
});

type Entry = Partial<Pick<ProviderEntry, 'limits' | 'polling'>> &
  Partial<Pick<ProviderSession, 'limitScope' | 'principal' | 'keyId' | 'connection' | 'secrets'>> & {
    readonly usesSecret?: boolean;
    readonly connectError?: Error;
    readonly onClose?: () => unknown;
  };

/** One provider for each entry, with a session of its own. */
async function connect(entries: Readonly<Record<string, Entry>>, more: Partial<ConnectProvidersOptions> = {}) {
  const clock = new VirtualClock();
  const seen: ConnectOptions[] = [];
  const registry = createRegistry([providerOf(entries, new FakeVendor(clock), seen)]);
  const connected = await connectProviders({
    plan: planOf(entries),
    registry,
    secrets: new Map([['pw', 'first']]),
    env: {},
    transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
    clock,
    random: createSeededRandom(1),
    stopping: new AbortController().signal,
    earlierCalls: 'none',
    onThrottled: () => {},
    ...more,
  });
  const provider = (alias: string): RunProvider => {
    const found = connected.byAlias.get(alias);
    if (found === undefined) throw new Error(`${alias} is connected`);
    return found;
  };
  return { clock, connected, provider, seen };
}

function providerOf(entries: Readonly<Record<string, Entry>>, vendor: FakeVendor, seen: ConnectOptions[]): Provider {
  const fake = createFakeProvider(vendor);
  return {
    ...fake,
    connectionOf: () => ({ region: 'eu' }),
    connect: async (options) => {
      seen.push(options);
      const {
        usesSecret: _,
        connectError,
        onClose,
        limits: _limits,
        polling: _polling,
        ...members
      } = entries[options.alias] ?? {};
      if (connectError !== undefined) throw connectError;
      const dispose = async (): Promise<void> => {
        onClose?.();
      };
      const session = await fake.connect(options);
      return Object.assign(session, { limitScope: 'account', [Symbol.asyncDispose]: dispose }, members);
    },
  };
}

function planOf(entries: Readonly<Record<string, Entry>>): Plan {
  const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
  const { plan } = buildPlanFixture([], registry);
  const providers = Object.entries(entries).map(([alias, { usesSecret = false, limits = {}, polling = {} }]) => {
    const config = usesSecret ? { key: new Reference(['secrets', 'pw']) } : {};
    return [alias, { alias, type: 'fake', config, limits, polling }] as const;
  });
  return { ...plan, secrets: new Map([['pw', { kind: 'env', name: 'PW' }]]), providers: new Map(providers) };
}

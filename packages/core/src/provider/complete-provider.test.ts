import { expect, test } from 'vitest';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { completeProvider } from './complete-provider.ts';
import type { PollDefinition } from './poll.ts';
import type { ConnectOptions } from './session.ts';

const fake = createFakeProvider(new FakeVendor(new VirtualClock()));

test('leaves what the author wrote as it is', () => {
  expect(completeProvider(fake)).toEqual(fake);
  expect(completeProvider({ ...fake, defaultLimits: { ...fake.defaultLimits, inFlight: 77 } }).defaultLimits).toEqual({
    ...fake.defaultLimits,
    inFlight: 77,
  });
});

test('fills in what only makes plans shorter and previews better', () => {
  const { kinds, checks, polls, defaultLimits, defaultPolling, ...essentials } = fake;
  expect(Object.keys({ kinds, checks, polls, defaultLimits, defaultPolling })).toHaveLength(5);
  const completed = completeProvider(essentials);
  expect(completed).toMatchObject({
    kinds: {},
    checks: {},
    polls: {},
    defaultLimits: { requests: { count: 5, intervalMs: 1_000 }, inFlight: 4 },
    defaultPolling: { initialIntervalMs: 5_000, maxIntervalMs: 60_000 },
  });
});

test('a poll that is no help to estimates has a guess', () => {
  const [[name, poll] = []] = Object.entries(fake.polls);
  if (name === undefined || poll === undefined) throw new Error('the fake provider polls');
  const { callsOfRound: _calls, assumedDuration: _duration, ...bare } = poll;
  const completed = completeProvider({ ...fake, polls: { [name]: bare as PollDefinition } }).polls[name];
  expect(completed?.callsOfRound(['done'], ['done'])).toEqual([]);
  expect(completed?.assumedDuration('done')).toMatchObject({ p50Ms: 600_000, p90Ms: 3_600_000 });
});

test('methods of a class work on their own instance, also of one that is frozen', async () => {
  class Own {
    readonly type = 'own';
    readonly version = '1';
    readonly configSchema = {};
    readonly operations = {};
    readonly polls = {};
    readonly #origin = 'https://own';
    buildRequest() {
      return { method: 'GET', endpoint: this.#origin, path: '/', query: {} } as const;
    }
    connect() {
      return Promise.reject(new Error(this.#origin));
    }
  }
  const completed = completeProvider(Object.freeze(new Own()));
  expect([completed.type, completed.kinds]).toEqual(['own', {}]);
  expect(completed.buildRequest({}, 'Get', {}).endpoint).toBe('https://own');
  await expect(completed.connect({} as ConnectOptions)).rejects.toThrow('https://own');
});

import type { Poll, PollDefinition } from './poll.ts';
import type { Provider, ProviderDefinition } from './provider.ts';

const DEFAULTS = {
  kinds: {},
  checks: {},
  defaultLimits: { requests: { count: 5, intervalMs: 1_000 }, inFlight: 4 },
  defaultPolling: { initialIntervalMs: 5_000, maxIntervalMs: 60_000 },
} as const satisfies Partial<Provider>;

const POLL_DEFAULTS: Pick<Poll, 'callsOfRound' | 'assumedDuration'> = {
  callsOfRound: () => [],
  assumedDuration: () => ({
    p50Ms: 10 * 60_000,
    p90Ms: 60 * 60_000,
    source: 'a guess, because the provider has none for this wait',
  }),
};

/** A provider with the defaults of what its author has left out. */
export function completeProvider(definition: ProviderDefinition): Provider {
  const written: Readonly<Record<string, PollDefinition>> = definition.polls ?? {};
  const polls = Object.fromEntries(Object.entries(written).map(([name, poll]) => [name, fill(poll, POLL_DEFAULTS)]));
  return withMembers(definition, { ...missingOf(definition, DEFAULTS), polls }) as Provider;
}

function fill<Given extends object, Defaults extends object>(given: Given, defaults: Defaults): Given & Defaults {
  return withMembers(given, missingOf(given, defaults)) as Given & Defaults;
}

function missingOf(given: object, defaults: object): object {
  return Object.fromEntries(Object.entries(defaults).filter(([name]) => Reflect.get(given, name) === undefined));
}

function withMembers(given: object, members: object): object {
  return { ...membersOf(given), ...members };
}

/** Of a class also what its instances inherit; a method works on its own instance. */
function membersOf(given: object): object {
  if (Object.getPrototypeOf(given) === Object.prototype) return given;
  const members = namesOf(given).map((name) => {
    const member: unknown = Reflect.get(given, name);
    return [name, typeof member === 'function' ? (member.bind(given) as unknown) : member] as const;
  });
  return Object.fromEntries(members);
}

function namesOf(given: object): readonly string[] {
  const inherited = Object.getPrototypeOf(given) as object | null;
  const own = Object.getOwnPropertyNames(given).filter((name) => name !== 'constructor');
  return inherited === null || inherited === Object.prototype ? own : [...new Set([...namesOf(inherited), ...own])];
}

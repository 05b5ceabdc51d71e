import { describe, expect, it } from 'vitest';
import type { Check } from '../provider/check.ts';
import type { JobDefinition } from '../provider/job.ts';
import type { Kind } from '../provider/kind.ts';
import type { Listing } from '../provider/listing.ts';
import type { Operation } from '../provider/operation.ts';
import type { Poll } from '../provider/poll.ts';
import type { Provider } from '../provider/provider.ts';
import { createRegistry } from '../provider/registry.ts';
import type { ProviderSession } from '../provider/session.ts';
import { expectCleanEnd, getter, SECRET, THROWN, type Throw, withSession } from '../testing/internal/broken-run.ts';
import { openWhole } from '../testing/internal/whole-contract.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';

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
  | `job.${NamesOfMethods<JobDefinition>}`
  | `listing.${NamesOfMethods<Listing>}`
  | `session.${keyof ProviderSession & string}`;

/** Every place of the contract, and whether a run calls it. A new one has to be added, or the types do not fit. */
const CONTRACT: Readonly<Record<Place, 'in a run' | 'never in a run'>> = {
  buildRequest: 'never in a run',
  probe: 'never in a run',
  endpointsOf: 'in a run',
  findCredentials: 'never in a run',
  connectionOf: 'in a run',
  connect: 'in a run',
  'operation.completion': 'never in a run',
  'kind.addressedConnections': 'never in a run',
  'operation.problems': 'never in a run',
  'operation.readBefore': 'never in a run',
  'operation.activeTarget': 'never in a run',
  'operation.mark': 'in a run',
  'operation.writes': 'never in a run',
  'operation.describe': 'never in a run',
  'kind.expand': 'never in a run',
  'kind.impact': 'never in a run',
  'kind.optionsMeaning': 'never in a run',
  'kind.verification': 'never in a run',
  'kind.freshness': 'never in a run',
  'kind.usage': 'never in a run',
  'kind.comparedBy': 'never in a run',
  'kind.rollback': 'never in a run',
  'kind.writes': 'never in a run',
  'kind.describe': 'never in a run',
  'check.judge': 'in a run',
  'check.judgeNotFound': 'in a run',
  'job.planSlices': 'in a run',
  'job.runSlice': 'in a run',
  'job.differencesIn': 'never in a run',
  'job.differenceCount': 'never in a run',
  'job.leftOutIn': 'never in a run',
  'job.valuesOf': 'never in a run',
  'job.summarize': 'in a run',
  'job.expectedWork': 'never in a run',
  'listing.readPage': 'never in a run',
  'listing.isInternal': 'never in a run',
  'poll.scope': 'in a run',
  'poll.read': 'in a run',
  'poll.judge': 'in a run',
  'poll.callsOfRound': 'never in a run',
  'poll.assumedDuration': 'never in a run',
  'session.limitScope': 'in a run',
  'session.principal': 'in a run',
  'session.taskScope': 'in a run',
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

const placesOf = (when: string): readonly Place[] =>
  (Object.keys(CONTRACT) as Place[]).filter((place) => CONTRACT[place] === when);

describe.each(placesOf('in a run'))('a provider of the whole contract that throws in %s', (place) => {
  it.each(Object.entries(THROWN))('%s: ends the run cleanly, and it can be resumed', async (_, thrown) => {
    const { world, provider, registry, fixture, options, expectOnce } = openWhole();
    const broken = plantAt(place, provider, () => {
      throw thrown();
    });
    const run = () => world.run(fixture, { ...options, registry: createRegistry([broken]) });
    // It is first called with the plan's secrets left out, before they are read.
    const error = await expectCleanEnd(
      run,
      world,
      place === 'connectionOf' || place === 'endpointsOf' ? 'no secret is known yet' : SECRET,
    );
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
    'Provider fake threw an unexpected error in kind.expand of move: TypeError: no',
  );
});

function plantAt(place: Place, provider: Provider, fail: Throw): Provider {
  const [part, name] = place.includes('.') ? (place.split('.') as [string, string]) : ['', place];
  if (part === 'session') {
    const isMethod = ['call', 'findExisting', 'findEarlier', 'observeBefore', 'reconcile', 'listMarked'].includes(name);
    return withSession(provider, () => (isMethod ? { [name]: fail } : getter(name, fail)));
  }
  if (part === '') return { ...provider, [name]: fail };
  const group = `${part}s` as 'operations' | 'kinds' | 'checks' | 'polls' | 'jobs' | 'listings';
  const members = Object.entries(provider[group] ?? {}).map(([key, member]) => [key, { ...member, [name]: fail }]);
  return { ...provider, [group]: Object.fromEntries(members) };
}

import { expect, it } from 'vitest';
import type { Kind } from '../provider/kind.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderError, type ProviderErrorFields } from '../provider/provider-error.ts';
import { createRegistry } from '../provider/registry.ts';
import type { ProviderSession } from '../provider/session.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor, textOf } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { Reference } from '../value/value.ts';
import { type RunPreflightOptions, runPreflight } from './run-preflight.ts';

const ADDRESSED = 'it.source';

/** Finds out where a server is, and asks it. */
const LOCATES: Kind = {
  name: 'locates',
  title: 'locates',
  withSchema: { type: 'object' },
  outputs: [],
  expand: ({ with: { server = null } }) => ({
    steps: [
      {
        kind: 'check',
        name: 'locate',
        title: 'where it is',
        operation: 'ListTasks',
        arguments: { server },
        check: 'located',
      },
      {
        kind: 'check',
        name: 'ask',
        title: 'it answers',
        operation: 'ListTasks',
        arguments: { server: new Reference(['steps', 'locate', 'outputs', 'server']) },
        connection: ADDRESSED,
        check: 'located',
        unreachable: { what: 'The server', hint: 'Name another one.' },
      },
    ],
    outputs: {},
  }),
};

const REFUSALS: Readonly<Record<string, ProviderErrorFields['class']>> = { down: 'unreachable', closed: 'forbidden' };

/** On the connection whose calls say where they lead, a server fails by its name. */
function providerOf(vendor: FakeVendor): Provider {
  const base = createFakeProvider(vendor);
  return {
    ...base,
    kinds: { locates: LOCATES },
    checks: {
      located: { judge: () => ({ kind: 'passed', detail: 'It is there.' }), outputs: { server: '/request/server' } },
    },
    connect: async (options) => {
      const session = await base.connect(options);
      if (options.alias !== ADDRESSED) return session;
      const call: ProviderSession['call'] = async (operation, args, calling) => {
        const name = textOf(args['server']);
        const refusal = REFUSALS[name];
        if (refusal === undefined) return await own(operation, args, calling);
        const fields = { vendorCode: 'CODE', class: refusal, effect: 'none', concerns: 'call' } as const;
        throw new ProviderError(`${name} is so.`, fields);
      };
      const own = session.call.bind(session);
      return Object.assign(session, { call });
    },
  };
}

async function ask(servers: readonly string[], more: Partial<RunPreflightOptions> = {}) {
  const clock = new VirtualClock();
  const registry = createRegistry([providerOf(new FakeVendor(clock))]);
  const { plan, graph } = buildPlanFixture(
    servers.map((server) => ({ name: server, target: 'locates', with: { server } })),
    registry,
    { others: { [ADDRESSED]: {} } },
  );
  const providers = new Map(
    [...plan.providers].map(([alias, entry]) => [
      alias,
      alias === ADDRESSED ? { ...entry, isAddressed: true as const } : entry,
    ]),
  );
  const work = runPreflight({
    plan: { ...plan, providers },
    graph,
    registry,
    transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
    clock,
    random: createSeededRandom(1),
    env: {},
    readSecret: () => undefined,
    ...more,
  });
  return await clock.runUntil(work);
}

it('asks each server once it is known where it is, whatever became of others', async () => {
  const { steps, credentials } = await ask(['down', 'closed', 'found', 'well']);
  expect(steps.get('well.ask')).toMatchObject({ verdict: 'passed' });
  expect(steps.get('found.ask')).toMatchObject({ verdict: 'passed' });
  expect(steps.get('down.ask')).toMatchObject({
    verdict: 'blocking',
    detail: 'The server cannot be reached from this machine: down is so.',
    hint: 'Name another one.',
  });
  expect(steps.get('closed.ask')).toMatchObject({ verdict: 'blocking', detail: 'closed is so.' });
  expect(credentials.get(ADDRESSED)).toMatchObject({ verdict: 'passed' });
});

it('asks none on behalf of a plan that nobody has reviewed: it could name any address', async () => {
  const { steps, credentials } = await ask(['well'], { allowedEndpoints: [] });
  expect(steps.get('well.ask')).toMatchObject({ verdict: 'unasked' });
  expect(credentials.get(ADDRESSED)).toMatchObject({ verdict: 'unasked' });
});

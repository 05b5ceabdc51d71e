import { describe, expect, it } from 'vitest';
import { compilePlan } from '../compile-plan.ts';
import { checkSchema } from '../plan/schema/check-schema.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import type { Kind } from './kind.ts';
import type { ProviderDefinition } from './provider.ts';
import { createRegistry } from './registry.ts';

const fake = createFakeProvider(new FakeVendor(new VirtualClock()));
const PLAN = `version: 1
name: it
providers: { it: { type: fake } }
migrations:
  one: { uses: it.ListTasks, with: {} }
  two: { uses: it.copy, with: {} }
  three: { uses: it.counted, with: {} }
`;

function kind(name: string, more: Partial<Kind>): Kind {
  return {
    name,
    title: name,
    withSchema: { type: 'object' },
    outputs: [],
    expand: () => ({
      steps: [{ kind: 'job', name: 'count', title: 'count', job: 'tally', arguments: {} }],
      outputs: {},
    }),
    ...more,
  };
}

/** The fake provider with a schema in one place. */
const WITH: Readonly<Record<string, (schema: () => object) => Partial<ProviderDefinition>>> = {
  configSchema: (schema) => ({ configSchema: schema() }),
  'operations.ListTasks.requestSchema': (schema) => {
    const { ListTasks } = fake.operations;
    if (ListTasks === undefined) throw new Error('the fake provider lists tasks');
    return { operations: { ...fake.operations, ListTasks: { ...ListTasks, requestSchema: schema() } } };
  },
  'kinds.copy.withSchema': (schema) => ({ kinds: { ...KINDS, copy: kind('copy', { withSchema: schema() }) } }),
  'kinds.copy.optionsSchema': (schema) => ({
    kinds: { ...KINDS, copy: kind('copy', { optionsSchema: { type: 'object', properties: { pace: schema() } } }) },
  }),
  'jobs.tally.inputSchema': (schema) => {
    const tally = fake.jobs?.['tally'];
    if (tally === undefined) throw new Error('the fake provider counts');
    return { jobs: { tally: { ...tally, inputSchema: schema() } } };
  },
};
const KINDS = { copy: kind('copy', {}), counted: kind('counted', {}) };

/** Schemas are known by the object, so each is a new one. */
const BROKEN: Readonly<Record<string, () => object>> = {
  'a type that there is none of': () => ({ type: 'nonsense' }),
  'a reference that leads nowhere': () => ({ $ref: '#/nowhere' }),
  'a pattern that is none': () => ({ type: 'object', properties: { a: { type: 'string', pattern: '(' } } }),
};

describe.each(Object.keys(WITH))('a schema that does not compile: %s', (place) => {
  it.each(Object.keys(BROKEN))('%s is a fault of the provider, whose file is named', (how) => {
    const more = WITH[place]?.(BROKEN[how] ?? (() => ({})));
    const registry = createRegistry([{ ...fake, kinds: KINDS, ...more }], new Map([['fake', 'fake.mjs']]));
    expect(() => compilePlan(PLAN, { file: 'plan.yaml', registry })).toThrow(
      `Provider fake (fake.mjs) breaks its contract in ${place}: expected a JSON Schema that compiles, found `,
    );
  });
});

it('a schema that no provider declares throws what its compiler throws', () => {
  expect(() => checkSchema({}, { type: 'nonsense' }, 'it')).toThrow(/^type must be JSONType/);
});

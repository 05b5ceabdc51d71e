import { describe, expect, it, test } from 'vitest';
import { compilePlan } from '../../compile-plan.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Kind } from '../../provider/kind.ts';
import type { Provider } from '../../provider/provider.ts';
import { createRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { FakeVendor } from '../../testing/fake-vendor.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';

const CLOSED = { type: 'object', additionalProperties: false } as const;

const fake = createFakeProvider(new FakeVendor(new VirtualClock()));
const { transfer } = fake.kinds;
if (transfer === undefined) throw new Error('the fake provider has the kind');
const nested: Kind = {
  ...transfer,
  name: 'nested',
  withSchema: {
    ...CLOSED,
    properties: {
      sides: { type: 'array', items: { ...CLOSED, properties: { at: { type: 'string', 'x-connection': 'fake' } } } },
      // What the schema says of neither: the graph finds it.
      from: { type: 'string' },
      to: { type: 'string' },
    },
  },
};
const other: Provider = { ...fake, type: 'other', kinds: {}, operations: {}, polls: {}, checks: {} };
const registry = createRegistry([{ ...fake, kinds: { ...fake.kinds, nested } }, other]);

const EACH = `\${{ each.value.to }}`;

function diagnose(migrations: string, isWithBroken = false): readonly Diagnostic[] {
  const text = `version: 1
name: shop
inputs: { target: { default: new } }
secrets: { pw: { env: PW } }
providers:
  old: { type: fake }
  new: { type: fake }
  cache: { type: other }
${isWithBroken ? '  broken: { type: fakee }' : ''}
migrations:
${migrations.replaceAll(/^/gm, '  ')}
`;
  return compilePlan(text, { file: 'plan.yaml', registry }).diagnostics;
}

const m = (body: string): string => `m:\n${body.replaceAll(/^/gm, '  ')}`;

function found(body: string): readonly string[] {
  return diagnose(m(body)).map(
    ({ code, path, summary, detail, hint }) => `${code} at ${path}: ${summary}. ${detail} ${hint}`,
  );
}

describe('a text whose schema says x-connection', () => {
  it('may name any connection of its type, also by an input or by each', () => {
    expect(found(`uses: old.transfer\nwith: { from: old, to: new }`)).toEqual([]);
    expect(found(`uses: old.transfer\nwith: { to: "\${{ inputs.target }}" }`)).toEqual([]);
    expect(found(`uses: old.transfer\nfor_each: { a: { to: new }, b: { to: old } }\nwith: { to: "${EACH}" }`)).toEqual(
      [],
    );
  });

  it('that the plan does not declare is one mistake, at its place, with the nearest alias', () => {
    expect(found(`uses: old.transfer\nwith: { from: odl, to: new }`)).toEqual([
      'PLAN_UNKNOWN_PROVIDER at migrations.m.with.from: unknown provider `odl`. `from` of old.transfer is the alias of a provider of type fake, declared under `providers:`. did you mean `old`?',
    ]);
    expect(found(`uses: old.nested\nwith: { sides: [{ at: old }, { at: elsewhere }] }`)).toEqual([
      'PLAN_UNKNOWN_PROVIDER at migrations.m.with.sides.1.at: unknown provider `elsewhere`. `sides.1.at` of old.nested is the alias of a provider of type fake, declared under `providers:`. Write `old` or `new`.',
    ]);
  });

  it('of another type is one mistake', () => {
    expect(found(`uses: old.transfer\nwith: { to: cache }`)).toEqual([
      'PLAN_CONNECTION_TYPE at migrations.m.with.to: `cache` is of another type. `to` of old.transfer is the alias of a provider of type fake, and `cache` is of type other. Write `old` or `new`.',
    ]);
  });

  it('is told for the units that are concerned, each wrong alias once', () => {
    const entries = `for_each: { a: { to: new }, b: { to: nwe }, c: { to: nwe }, d: { to: cache } }`;
    const codes = diagnose(m(`uses: old.transfer\n${entries}\nwith: { to: "${EACH}" }`));
    expect(codes.map(({ code, detail }) => [code, /In unit [^)]*/.exec(detail)?.[0]])).toEqual([
      ['PLAN_UNKNOWN_PROVIDER', 'In unit m[b] and 1 more.'],
      ['PLAN_CONNECTION_TYPE', 'In unit m[d].'],
    ]);
  });

  it.each(['secrets.pw', 'migrations.other.outputs.task_id'])(
    'cannot be %s, which is not known before the run',
    (path) => {
      const other = 'other:\n  uses: old.move\n  with: {}\n';
      const codes = diagnose(other + m(`uses: old.transfer\nwith: { to: "\${{ ${path} }}" }`)).map(({ code }) => code);
      expect(codes).toEqual(['PLAN_REFERENCE_NOT_ALLOWED']);
    },
  );

  it('cannot be a text around a secret either', () => {
    expect(found(`uses: old.transfer\nwith: { to: "a-\${{ secrets.pw }}" }`)).toHaveLength(1);
  });

  it('is not reported again where its provider is reported, nor where each lacks it', () => {
    expect(diagnose(m(`uses: old.transfer\nwith: { to: broken }`), true).map(({ code }) => code)).toEqual([
      'PLAN_UNKNOWN_PROVIDER_TYPE',
    ]);
    const codes = found(`uses: old.transfer\nfor_each: { a: { x: new } }\nwith: { to: "${EACH}" }`);
    expect(codes.map((text) => text.slice(0, 22))).toEqual(['PLAN_REFERENCE_UNKNOWN']);
  });
});

describe('a connection that a kind names otherwise', () => {
  it('is held against the plan when the graph is built', () => {
    expect(found(`uses: old.nested\nwith: { to: nowhere }`)[0]).toBe(
      'PLAN_KIND_PROBLEM at migrations.m.with: unknown provider `nowhere`. The step free is sent to the connection of that alias, and `providers:` declares none. Declare `nowhere` under `providers:`, or name another one.',
    );
    expect(found(`uses: old.nested\nwith: { to: cache }`)[0]).toBe(
      'PLAN_KIND_PROBLEM at migrations.m.with: `cache` is of another type. The step free is sent to it and needs the operation ListTasks, which providers of type other do not have. Name a connection of the type that the kind is made for.',
    );
  });

  it('is a fault of the provider where its own connection lacks what a step uses', () => {
    const lame = createRegistry([{ ...fake, polls: {} }]);
    const text =
      'version: 1\nname: shop\nproviders: { it: { type: fake } }\nmigrations: { m: { uses: it.move, with: {} } }\n';
    expect(() => compilePlan(text, { file: 'plan.yaml', registry: lame })).toThrow(
      "Provider fake breaks its contract in the steps of move: the step `await` needs one of the provider's polls, found `tasks`, which is none of them",
    );
  });
});

test('a target at a connection is shared by units that fill it through the same one alone', () => {
  const two = (to: string): string =>
    `a:\n  uses: old.transfer\n  with: { name: x, to: new }\nb:\n  uses: old.transfer\n  with: { name: x, to: ${to} }`;
  expect(diagnose(two('new')).map(({ code }) => code)).toEqual(['PLAN_DUPLICATE_TARGET']);
  expect(diagnose(two('old'))).toEqual([]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan, Unit } from '../plan/plan.ts';
import type { Blueprint } from '../provider/blueprint.ts';
import type { Kind, KindInput } from '../provider/kind.ts';
import { createRegistry, type ProviderRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { defined } from '../value/defined.ts';
import { Reference, type Value, type ValueObject } from '../value/value.ts';
import { buildGraph } from './build-graph.ts';

/** As many gates as `mode.gates` says, at least one, and a problem when it says none. `label` only passes through. */
function expandGates({ with: given }: KindInput): Blueprint {
  const mode = given['mode'] as ValueObject | undefined;
  const count = Number(mode?.['gates'] ?? 0);
  return {
    steps: Array.from({ length: Math.max(1, count) }, (_, number) => ({
      kind: 'gate',
      name: `gate-${number}`,
      title: 'wait',
      instruction: typeof given['label'] === 'string' ? given['label'] : '',
    })),
    outputs: {},
    ...(count > 0
      ? {}
      : { problems: [{ severity: 'warning', path: ['with', 'mode'], summary: 'no gates', detail: 'Nothing waits.' }] }),
  };
}

interface Counted {
  readonly registry: ProviderRegistry;
  readonly expansions: () => number;
}

function registryOf(decisivePaths: Kind['decisivePaths']): Counted {
  let count = 0;
  const provider = createFakeProvider(new FakeVendor(new VirtualClock()));
  const gates: Kind = {
    name: 'gates',
    title: 'gates',
    withSchema: { type: 'object' },
    outputs: [],
    ...defined({ decisivePaths }),
    expand: (input) => {
      count += 1;
      return expandGates(input);
    },
  };
  return {
    registry: createRegistry([{ ...provider, kinds: { ...provider.kinds, gates } }]),
    expansions: () => count,
  };
}

const EACH = (...path: readonly string[]): Reference => new Reference(['each', ...path]);

/** Units whose `with` is `template` with `each.value` filled in as the gates, or as the whole mode. */
function build(template: ValueObject, fills: readonly ValueObject[], { registry }: Counted) {
  const { plan } = buildPlanFixture([{ name: 'm', target: 'gates', with: template, keys: [] }], registry);
  return buildGraph(plan, unitsOf(plan, fills), registry);
}

function unitsOf(plan: Plan, fills: readonly ValueObject[]): readonly Unit[] {
  const migration = plan.migrations.get('m');
  if (migration === undefined) throw new Error('the fixture has the migration');
  return fills.map((filled, index) => ({
    address: `m[${index}]`,
    migration,
    entry: { key: String(index), value: null },
    key: String(index),
    with: filled,
    options: {},
    needs: [],
  }));
}

function unit(gates: Value, label: string): ValueObject {
  return { mode: { gates }, label };
}

describe('a kind that says which values decide', () => {
  const decisive: Kind['decisivePaths'] = [['mode', 'gates']];

  it('is expanded once when they are the same for all units', () => {
    const counted = registryOf(decisive);
    const { graph } = build(
      { mode: { gates: 2 }, label: EACH('key') },
      [unit(2, 'a'), unit(2, 'b'), unit(2, 'c')],
      counted,
    );
    expect(counted.expansions()).toBe(1);
    expect(graph?.stepCount).toBe(6);
    expect(graph?.steps.map((step) => step.kind === 'gate' && step.instruction)).toEqual([
      'a',
      'a',
      'b',
      'b',
      'c',
      'c',
    ]);
  });

  it.each([
    ['the value itself', { mode: { gates: EACH('value') }, label: 'x' }],
    ['what holds the value', { mode: EACH('value'), label: 'x' }],
  ])('is expanded once for each value when %s comes from each', (_name, template) => {
    const counted = registryOf(decisive);
    const { graph } = build(template, [unit(1, 'x'), unit(3, 'x'), unit(1, 'x')], counted);
    expect(counted.expansions()).toBe(2);
    expect(graph?.stepCount).toBe(5);
  });

  it('tells a shared problem once, with the number of units', () => {
    const { diagnostics } = build(
      { mode: { gates: 0 }, label: EACH('key') },
      [unit(0, 'a'), unit(0, 'b')],
      registryOf(decisive),
    );
    expect(diagnostics.map(({ detail }) => detail)).toEqual(['Nothing waits. (In 2 units.)']);
  });
});

it('gives the same graph as expanding every unit', () => {
  const gates = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(gates, (counts) => {
      const template = { mode: { gates: EACH('value') }, label: EACH('key') };
      const fills = counts.map((count, index) => unit(count, `label-${index}`));
      const shared = build(template, fills, registryOf([['mode', 'gates']]));
      const each = build(template, fills, registryOf(undefined));
      expect(shared.diagnostics).toEqual(each.diagnostics);
      expect(shared.graph?.stepCount).toBe(each.graph?.stepCount);
      expect(shared.graph?.steps).toEqual(each.graph?.steps);
    }),
  );
});

import { describe, expect, test } from 'vitest';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import type { StepState } from '../journal/step-state.ts';
import type { AppliedUnit } from '../provider/kind.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { Reference } from '../value/value.ts';
import { outputsOfUnit } from './applied-unit.ts';
import { type DeriveOptions, derivePlan } from './derive-plan.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const fixture = buildPlanFixture(
  [
    { name: 'made', target: 'move' },
    {
      name: 'orders',
      target: 'tally',
      keys: ['a', 'b'],
      needs: ['made'],
      formerly: ['bestellungen'],
      with: {
        from: new Reference(['migrations', 'made', 'outputs', 'task_id']),
        key: new Reference(['secrets', 'key']),
      },
    },
    { name: 'single', target: 'DeleteTask', needs: ['orders[*]'] },
  ],
  registry,
);

const succeeded = (outputs: StepState['outputs']): StepState =>
  ({ status: 'succeeded', outputs, existingIds: [] }) as unknown as StepState;

const checkpoint: Checkpoint = {
  ...EMPTY_CHECKPOINT,
  runCount: 1,
  steps: new Map([
    ['made.create', succeeded({ task_id: 't-1' })],
    ['orders[a].tally', succeeded({ total: 3 })],
    ['orders[b].tally', { ...succeeded({ total: 9 }), status: 'failed' }],
  ]),
};

const OPTIONS: DeriveOptions = {
  ...fixture,
  registry,
  checkpoint,
  stateId: 'state-1',
  units: fixture.graph.units,
  verb: 'verify',
  since: 1,
  title: 'count again',
  options: {},
  derive: (_kind, unit) => {
    const total = unit.outputsOf('tally')?.['total'];
    if (total === undefined) return { kind: 'none', why: 'Nothing is counted yet.' };
    const counted = new Reference(['steps', 'again', 'outputs', 'total']);
    return {
      kind: 'steps',
      blueprint: {
        steps: [{ kind: 'job', name: 'again', title: 'count', job: 'tally', arguments: { slices: total } }],
        outputs: { counted },
      },
      impact: { downtime: 'None.', wayBack: 'Nothing is changed.' },
    };
  },
};

describe('a derived plan', () => {
  const derived = derivePlan(OPTIONS);

  test('has the units that have steps, under the same addresses, and waits for nothing else', () => {
    expect(derived.plan.name).toBe('fixture~verify');
    expect(derived.graph.units.map(({ address, needs, level }) => ({ address, needs, level }))).toEqual([
      { address: 'orders[a]', needs: [], level: 0 },
    ]);
    expect(derived.graph.steps.map(({ address }) => address)).toEqual(['orders[a].again']);
    expect([...derived.plan.migrations.keys()]).toEqual(['orders']);
    expect(derived.graph.renames.isEmpty).toBe(true);
  });

  test('says of every other unit why it has none', () => {
    expect(derived.refused).toEqual([
      { unit: 'made', why: 'Nothing is counted yet.' },
      { unit: 'orders[b]', why: 'Nothing is counted yet.' },
      { unit: 'single', why: 'DeleteTask is a single call, with no copy.' },
    ]);
  });

  test('holds what other units have given, and secrets as references', () => {
    const given: AppliedUnit[] = [];
    derivePlan({
      ...OPTIONS,
      derive: (_kind, unit) => {
        given.push(unit);
        return { kind: 'none', why: '' };
      },
    });
    expect(given.find(({ address }) => address === 'orders[a]')?.with).toEqual({
      from: 't-1',
      key: new Reference(['secrets', 'key']),
    });
  });

  test('is another one after a run, with other options, and for other units', () => {
    const digests = [
      OPTIONS,
      { ...OPTIONS, since: 2 },
      { ...OPTIONS, options: { level: 'digest' } },
      { ...OPTIONS, stateId: 'state-2' },
      { ...OPTIONS, verb: 'rollback' },
    ].map((options) => derivePlan(options).plan.digest);
    expect(new Set(digests).size).toBe(digests.length);
    expect(derivePlan(OPTIONS).plan.digest).toBe(derived.plan.digest);
  });

  test('gives its outputs once its steps have kept them, and null before', () => {
    const [unit] = derived.graph.units;
    if (unit === undefined) throw new Error('a unit is derived');
    const after = { ...EMPTY_CHECKPOINT, steps: new Map([['orders[a].again', succeeded({ total: 3 })]]) };
    const outputsWith = (found: Checkpoint) =>
      outputsOfUnit(unit, { plan: derived.plan, graph: derived.graph, checkpoint: found, stateId: '' });
    expect([outputsWith(after), outputsWith(EMPTY_CHECKPOINT)]).toEqual([{ counted: 3 }, { counted: null }]);
  });
});

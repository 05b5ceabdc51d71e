import { describe, expect, it } from 'vitest';
import type { StepState } from '../journal/checkpoint.ts';
import type { UnitDecided } from '../journal/record.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { type RestoreOptions, restoredStatuses } from './restored-statuses.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const [unit] = buildPlanFixture([{ name: 'orders', target: 'transfer', with: { from: 'it', to: 'it' } }], registry)
  .graph.units;

interface Known {
  readonly steps?: Readonly<Record<string, Partial<StepState>>>;
  readonly decision?: UnitDecided['decision'];
  readonly options?: Partial<RestoreOptions>;
}

function restored({ steps = {}, decision, options = {} }: Known): Readonly<Record<string, string>> {
  if (unit === undefined) throw new Error('the plan has a unit');
  const checkpoint = {
    steps: new Map(Object.entries(steps).map(([name, state]) => [`orders.${name}`, state as StepState])),
    decisions: new Map(decision === undefined ? [] : [['orders', { decision } as UnitDecided]]),
  };
  return Object.fromEntries(restoredStatuses(unit, checkpoint, { retryFailed: false, ...options }));
}

describe('restoredStatuses', () => {
  it('knows of nothing where nothing is recorded', () => {
    expect(restored({})).toEqual({});
  });

  it('asks a check again until an effect of its unit was sent', () => {
    const free = { status: 'succeeded', at: 5 } as const;
    expect(restored({ steps: { free } })).toEqual({});
    expect(restored({ steps: { free, open: { status: 'intended' } } })).toEqual({ 'orders.free': 'succeeded' });
  });

  it('keeps a check that passed in the run that is in progress', () => {
    const steps = { free: { status: 'succeeded', at: 5 } } as const;
    expect(restored({ steps, options: { checksSinceMs: 5 } })).toEqual({ 'orders.free': 'succeeded' });
    expect(restored({ steps, options: { checksSinceMs: 6 } })).toEqual({});
  });

  it('leaves failed steps failed, unless they are to be retried', () => {
    const steps = { open: { status: 'failed' } } as const;
    expect(restored({ steps })).toEqual({ 'orders.open': 'failed' });
    expect(restored({ steps, options: { retryFailed: true } })).toEqual({});
  });

  it.each(['intended', 'begun', 'retryable', 'unknown'] as const)('works on a step again that is %s', (status) => {
    expect(restored({ steps: { open: { status } } })).toEqual({});
  });

  it('lets the word of an operator count for all steps, whatever became of them', () => {
    const steps = { open: { status: 'failed' } } as const;
    const all = (status: string) => Object.fromEntries((unit?.steps ?? []).map(({ address }) => [address, status]));
    expect(restored({ steps, decision: 'accepted' })).toEqual(all('succeeded'));
    expect(restored({ steps, decision: 'skipped' })).toEqual(all('skipped'));
  });
});

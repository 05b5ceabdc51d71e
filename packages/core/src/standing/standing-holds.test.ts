import { describe, expect, it } from 'vitest';
import type { PlannedUnit } from '../graph/graph.ts';
import type { StepState } from '../journal/checkpoint.ts';
import type { UnitDecided } from '../journal/record.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import { defined } from '../value/defined.ts';
import { findStandingHolds } from './standing-holds.ts';

const HOLD = { label: 'writes are refused', lift: 'PUT /a', liftedBy: 'lift' };
const unitHolding = (more: object): PlannedUnit =>
  ({
    address: 'u',
    steps: [
      { address: 'u.check', name: 'check' },
      { address: 'u.freeze', name: 'freeze', holds: { ...HOLD, ...more } },
      { address: 'u.lift', name: 'lift' },
    ],
  }) as unknown as PlannedUnit;

function holdsWith(
  statuses: Readonly<Record<string, StepState['status']>>,
  unit: UnitStatus = 'failed',
  rollback?: UnitDecided['rollback'],
  more: object = {},
) {
  const steps = Object.entries(statuses).map(([step, status]) => [step, { status, at: 5 } as StepState] as const);
  const standing = { unit: () => unit };
  const decided = { decision: 'skipped', ...defined({ rollback }) } as UnitDecided;
  const decisions = new Map(rollback === undefined ? [] : [['u', decided]]);
  const graph = { units: [unitHolding(more)], unitsByAddress: new Map([['u', unitHolding(more)]]) };
  return findStandingHolds({ graph, checkpoint: { steps: new Map(steps), decisions }, standing });
}

it.each(['succeeded', 'intended', 'unknown', 'retryable'] as const)('a hold whose step is %s stands', (status) => {
  expect(holdsWith({ 'u.check': 'succeeded', 'u.freeze': status })).toEqual([
    { label: 'writes are refused', lift: 'PUT /a', step: 'u.freeze', atMs: 5 },
  ]);
});

it('a hold that was refused, or lifted, or not begun, does not', () => {
  expect(holdsWith({ 'u.check': 'succeeded' })).toEqual([]);
  expect(holdsWith({ 'u.freeze': 'failed' })).toEqual([]);
  expect(holdsWith({ 'u.freeze': 'succeeded', 'u.lift': 'succeeded' })).toEqual([]);
  expect(holdsWith({ 'u.freeze': 'succeeded', 'u.lift': 'failed' })).toHaveLength(1);
  // It is to stay.
  expect(holdsWith({ 'u.freeze': 'succeeded', 'u.lift': 'succeeded' }, 'succeeded')).toEqual([]);
});

it('a hold that is kept once clients have moved stands, whatever its unit has done when it failed', () => {
  const lifted = { 'u.freeze': 'succeeded', 'u.lift': 'succeeded' } as const;
  expect(holdsWith({ ...lifted, 'u.moved': 'succeeded' }, 'failed', undefined, { keptOnce: 'moved' })).toHaveLength(1);
  expect(holdsWith({ ...lifted, 'u.moved': 'failed' }, 'failed', undefined, { keptOnce: 'moved' })).toEqual([]);
});

it('what somebody else holds by now is no hold of the unit, which has found it', () => {
  const again = { 'u.freeze': 'retryable', 'u.lift': 'retryable' } as const;
  expect(holdsWith({ ...again, 'u.check': 'failed' }, 'failed', undefined, { checkedBy: 'check' })).toEqual([]);
  expect(holdsWith({ ...again, 'u.check': 'succeeded' }, 'failed', undefined, { checkedBy: 'check' })).toHaveLength(1);
});

it('a hold of a unit that is being rolled back stands until that has ended', () => {
  const frozen = { 'u.freeze': 'succeeded' } as const;
  expect(holdsWith(frozen, 'skipped', 'begun')).toHaveLength(1);
  expect(holdsWith(frozen, 'skipped', 'ended')).toEqual([]);
});

describe('of a unit that left the plan', () => {
  const orphaned = (
    statuses: Readonly<Record<string, StepState['status']>>,
    decided?: Pick<UnitDecided, 'decision' | 'rollback'>,
    more: object = {},
  ) => {
    const holds = { ...HOLD, ...more };
    const steps = Object.entries(statuses).map(
      ([step, status]) => [step, { status, at: 5, ...(step === 'u.freeze' ? { holds } : {}) } as StepState] as const,
    );
    const decisions = new Map(decided === undefined ? [] : [['u', decided as UnitDecided]]);
    const graph = { units: [], unitsByAddress: new Map() };
    return findStandingHolds({
      graph,
      checkpoint: { steps: new Map(steps), decisions },
      standing: { unit: () => 'pending' },
    });
  };
  const lifted = { 'u.freeze': 'succeeded', 'u.moved': 'succeeded', 'u.lift': 'succeeded' } as const;

  it('a hold stands by what was recorded of it, until it was lifted', () => {
    expect(orphaned({ 'u.freeze': 'succeeded' })).toEqual([
      { label: 'writes are refused', lift: 'PUT /a', step: 'u.freeze', atMs: 5 },
    ]);
    expect(orphaned({ 'u.freeze': 'failed' })).toEqual([]);
    expect(orphaned({ 'u.freeze': 'succeeded', 'u.lift': 'succeeded' })).toEqual([]);
  });

  it('one that is kept stands where the unit had not succeeded', () => {
    expect(orphaned(lifted, undefined, { keptOnce: 'moved' })).toEqual([]);
    expect(orphaned({ ...lifted, 'u.last': 'failed' }, undefined, { keptOnce: 'moved' })).toHaveLength(1);
  });

  it('one that was rolled back or accepted before stands no more', () => {
    expect(orphaned({ 'u.freeze': 'succeeded' }, { decision: 'skipped', rollback: 'ended' })).toEqual([]);
    expect(orphaned({ 'u.freeze': 'succeeded' }, { decision: 'accepted' })).toEqual([]);
    expect(orphaned({ 'u.freeze': 'succeeded' }, { decision: 'skipped' })).toHaveLength(1);
  });
});

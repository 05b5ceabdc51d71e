import { describe, expect, it } from 'vitest';
import type { PlannedUnit } from '../graph/graph.ts';
import { type Checkpoint, EMPTY_CHECKPOINT, type StepState } from '../journal/checkpoint.ts';
import type { UnitDecided } from '../journal/record.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { defined } from '../value/defined.ts';
import { computeStanding, standingOfSettled } from './standing.ts';
import { findStandingHolds } from './standing-holds.ts';

const HOLD = { label: 'writes are refused', lift: 'PUT /a', liftedBy: 'lift' };
const unitHolding = (more: object): PlannedUnit =>
  ({
    address: 'u',
    steps: [
      { kind: 'check', address: 'u.check', name: 'check' },
      { kind: 'call', address: 'u.freeze', name: 'freeze', holds: { ...HOLD, ...more } },
      { kind: 'call', address: 'u.lift', name: 'lift' },
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
  return findStandingHolds({ graph, checkpoint: { steps: new Map(steps), decisions }, standing, nowMs: 0 });
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

it('a hold that is renewed is as old as that, and one that ends by itself, or by what has followed, is over then', () => {
  const held = (statuses: Readonly<Record<string, StepState['status']>>, more: object, nowMs: number = 0) => {
    const at = { 'u.freeze': 5, 'u.again': 50 };
    const steps = Object.entries(statuses).map(
      ([step, status]) => [step, { status, at: at[step as keyof typeof at] ?? 90 } as StepState] as const,
    );
    const graph = { units: [unitHolding(more)], unitsByAddress: new Map([['u', unitHolding(more)]]) };
    const checkpoint = { steps: new Map(steps), decisions: new Map() };
    return findStandingHolds({ graph, checkpoint, standing: { unit: () => 'started' }, nowMs });
  };
  const again = { 'u.freeze': 'succeeded', 'u.again': 'succeeded' } as const;
  expect(held(again, { renewedBy: 'again' })).toMatchObject([{ atMs: 50 }]);
  expect(held(again, { renewedBy: 'again', endsAfterMs: 10 }, 5_060)).toHaveLength(1);
  expect(held(again, { renewedBy: 'again', endsAfterMs: 10 }, 5_061)).toEqual([]);
  expect(held({ ...again, 'u.moved': 'succeeded' }, { overOnce: 'moved' })).toEqual([]);
  expect(held({ ...again, 'u.moved': 'unknown' }, { overOnce: 'moved' })).toHaveLength(1);
});

it('a hold of a unit that was started over stands until the unit holds the same again, or is done', () => {
  const hold = { label: 'writes are refused', lift: 'PUT /a', step: 'u.freeze', atMs: 5 };
  const found = (statuses: Readonly<Record<string, StepState['status']>>, unit: UnitStatus) => {
    const steps = Object.entries(statuses).map(([step, status]) => [step, { status, at: 9 } as StepState] as const);
    const left = { taskIds: [], hasLostCall: false, atMs: 7, sweep: 'open', holds: [hold] } as const;
    const graph = { units: [unitHolding({})], unitsByAddress: new Map([['u', unitHolding({})]]) };
    const checkpoint = { steps: new Map(steps), decisions: new Map(), leftBehind: new Map([['u', left]]) };
    return findStandingHolds({ graph, checkpoint, standing: { unit: () => unit }, nowMs: 0 });
  };
  expect(found({}, 'pending')).toEqual([hold]);
  expect(found({ 'u.check': 'failed' }, 'failed')).toEqual([hold]);
  expect(found({ 'u.check': 'succeeded', 'u.freeze': 'succeeded' }, 'started')).toEqual([{ ...hold, atMs: 9 }]);
  expect(found({}, 'succeeded')).toEqual([]);
});

describe('of a unit that was started over and then left the plan', () => {
  const hold = { label: 'writes are refused', lift: 'PUT /a', step: 'gone.freeze', atMs: 5 };
  const leftWith = (decided?: Pick<UnitDecided, 'decision' | 'rollback'>): Checkpoint => {
    const left = { taskIds: [], hasLostCall: false, atMs: 7, sweep: 'open', holds: [hold] } as const;
    const decisions = new Map(decided === undefined ? [] : [['gone', decided as UnitDecided]]);
    return { ...EMPTY_CHECKPOINT, decisions, leftBehind: new Map([['gone', left]]) };
  };
  const found = (checkpoint: Checkpoint) => {
    const { graph } = new RunWorld().plan([{ name: 'other', target: 'move' }]);
    return findStandingHolds({ graph, checkpoint, standing: computeStanding(graph, checkpoint), nowMs: 0 });
  };

  it('a hold stands until it is rolled back or accepted', () => {
    expect(found(leftWith())).toEqual([hold]);
    expect(found(leftWith({ decision: 'skipped' }))).toEqual([hold]);
    expect(found(leftWith({ decision: 'skipped', rollback: 'ended' }))).toEqual([]);
    expect(found(leftWith({ decision: 'accepted' }))).toEqual([]);
  });

  it('it stands where the units of the plan are settled, which a settled unit shows that was started over', () => {
    const checkpoint = leftWith();
    const settledAs = (unit: string) => {
      const settled = new Map([[unit, 3]]);
      const standing = standingOfSettled({ checkpoint, settled, migrations: [[unit, 1]] });
      return findStandingHolds({ graph: { units: [], unitsByAddress: settled }, checkpoint, standing, nowMs: 0 });
    };
    expect(settledAs('other')).toEqual([hold]);
    expect(settledAs('gone')).toEqual([]);
  });
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
      nowMs: 0,
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

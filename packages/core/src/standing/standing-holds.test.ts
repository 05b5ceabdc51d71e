import { expect, it } from 'vitest';
import type { PlannedUnit } from '../graph/graph.ts';
import type { StepState } from '../journal/checkpoint.ts';
import type { UnitDecided } from '../journal/record.ts';
import type { UnitStatus } from '../progress/unit-status.ts';
import { defined } from '../value/defined.ts';
import { findStandingHolds } from './standing-holds.ts';

const HOLD = { label: 'writes are refused', lift: 'PUT /a', liftedBy: 'lift' };
const UNIT = {
  address: 'u',
  steps: [
    { address: 'u.check', name: 'check' },
    { address: 'u.freeze', name: 'freeze', holds: HOLD },
    { address: 'u.lift', name: 'lift' },
  ],
} as unknown as PlannedUnit;

function holdsWith(
  statuses: Readonly<Record<string, StepState['status']>>,
  unit: UnitStatus = 'failed',
  rollback?: UnitDecided['rollback'],
) {
  const steps = Object.entries(statuses).map(([step, status]) => [step, { status, at: 5 } as StepState] as const);
  const standing = { unit: () => unit };
  const decided = { decision: 'skipped', ...defined({ rollback }) } as UnitDecided;
  const decisions = new Map(rollback === undefined ? [] : [['u', decided]]);
  return findStandingHolds({ graph: { units: [UNIT] }, checkpoint: { steps: new Map(steps), decisions }, standing });
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

it('a hold of a unit that is being rolled back stands until that has ended', () => {
  const frozen = { 'u.freeze': 'succeeded' } as const;
  expect(holdsWith(frozen, 'skipped', 'begun')).toHaveLength(1);
  expect(holdsWith(frozen, 'skipped', 'ended')).toEqual([]);
});

import { expect, test } from 'vitest';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import type { Graph, Step } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { compareWithCheckpoint } from './compare-with-checkpoint.ts';

const step = (address: string, kind = 'call'): Step =>
  ({
    address,
    kind,
    name: 'create',
    provider: 'it',
    operation: 'Create',
    arguments: { size: 1 },
    needs: [],
  }) as unknown as Step;
const steps = [
  step('same'),
  step('edited'),
  step('kept'),
  step('approved', 'gate'),
  step('checked', 'check'),
  step('fresh'),
];
const graph = {
  stepsByAddress: new Map(steps.map((one) => [one.address, one])),
  unitsByAddress: new Map(),
} as unknown as Graph;
const now = fingerprintStep(step('same'));

function compare(states: Readonly<Record<string, object>>, lastDigest?: string) {
  const lastRun = lastDigest === undefined ? undefined : { started: { planDigest: lastDigest } };
  return compareWithCheckpoint(graph, 'digest', {
    steps: new Map(Object.entries(states)),
    lastRun,
  } as unknown as Checkpoint);
}

test('what was done is the same, edited, kept by a decision, or no longer there; checks and gates bind nobody', () => {
  const states = {
    same: { fingerprint: now },
    edited: { fingerprint: 'other' },
    kept: { fingerprint: 'other', acceptedFingerprint: fingerprintStep(step('kept')) },
    approved: { fingerprint: '' },
    checked: { fingerprint: 'other' },
    gone: { fingerprint: 'other' },
  };
  expect(compare(states)).toEqual({ changed: ['edited'], accepted: ['kept'], orphaned: ['gone'], isSamePlan: true });
});

test('the plan is the same when the last run had its digest, or when there was none', () => {
  expect(compare({}).isSamePlan).toBe(true);
  expect(compare({}, 'digest').isSamePlan).toBe(true);
  expect(compare({}, 'another').isSamePlan).toBe(false);
});

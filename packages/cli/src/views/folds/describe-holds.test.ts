import type { Graph, RunResult, StepState, UnitStatus } from '@waybill/core';
import { expect, it } from 'vitest';
import { holdsAtEnd, stillHeld } from './describe-holds.ts';

const HOUR_MS = 3_600_000;
const PAUSE = { label: 'writers wait', lift: 'CLIENT UNPAUSE', liftedBy: 'unpause', endsAfterMs: 300_000 };
const UNIT = { address: 'sessions', steps: [{ kind: 'call', address: 'sessions.pause', name: 'pause', holds: PAUSE }] };
const GRAPH = { units: [UNIT], unitsByAddress: new Map([['sessions', UNIT]]) } as unknown as Graph;
const CHECKPOINT = {
  steps: new Map([['sessions.pause', { status: 'succeeded', at: 0 } as StepState]]),
  decisions: new Map(),
};
const HELD = 'sessions.pause is not lifted by that: writers wait. To lift it by hand: CLIENT UNPAUSE.';

it('what ends by itself is not left to others once that is over', () => {
  const result = { outcome: 'failed', units: [{ address: 'sessions', status: 'failed' }] } as unknown as RunResult;
  const heldAt = (nowMs: number) =>
    holdsAtEnd({ graph: GRAPH, result, checkpoint: CHECKPOINT, nowMs, context: { file: 'plan.yaml', flags: {} } });
  expect(heldAt(60_000).holds).toMatchObject([{ step: 'sessions.pause', lift: 'CLIENT UNPAUSE' }]);
  expect(heldAt(HOUR_MS)).toEqual({});
});

it('a decision names what it does not lift, unless that has ended by itself', () => {
  const standing = { unit: (): UnitStatus => 'failed' };
  const heldAt = (nowMs: number, units = ['sessions']) =>
    stillHeld(units, { graph: GRAPH, checkpoint: CHECKPOINT, standing, nowMs });
  expect(heldAt(60_000)).toBe(` ${HELD}`);
  expect(heldAt(60_000, ['other'])).toBe('');
  expect(heldAt(HOUR_MS)).toBe('');
});

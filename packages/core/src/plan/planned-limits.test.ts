import { expect, test } from 'vitest';
import { plannedLimits } from './planned-limits.ts';

const defaultLimits = { requests: { count: 10, intervalMs: 1_000 }, inFlight: 4, active: 2 };

test('a limit that the plan declares replaces that of the provider, and no other one', () => {
  expect(plannedLimits({ limits: {} }, { defaultLimits })).toEqual(defaultLimits);
  const limits = { inFlight: 9, activePerTarget: 1 };
  expect(plannedLimits({ limits }, { defaultLimits })).toEqual({ ...defaultLimits, inFlight: 9, activePerTarget: 1 });
});

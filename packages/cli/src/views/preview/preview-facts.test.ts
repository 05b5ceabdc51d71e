import { expect, test } from 'vitest';
import { describeApprovals } from './preview-facts.ts';

const SCHEDULE = {
  samples: 1,
  p50_ms: 600_000,
  p90_ms: 600_000,
  durations: [],
  critical_path: [],
  limits: [],
  calls: [],
  gates: 6,
};

test('approvals are described when gates keep places that others need, and not otherwise', () => {
  expect(describeApprovals({ ...SCHEDULE, approvals: { rounds: 3, p50_ms: 1_800_000 } })).toBe(
    '10m when each gate is approved as it is reached; approved only when nothing else can run: 3 rounds, 30m',
  );
  expect(describeApprovals({ ...SCHEDULE, approvals: { rounds: 1, p50_ms: 600_000 } })).toBeUndefined();
  expect(describeApprovals(SCHEDULE)).toBeUndefined();
});

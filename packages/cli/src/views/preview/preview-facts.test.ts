import { expect, test } from 'vitest';
import { describeApprovals, shortenPath } from './preview-facts.ts';

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

test('a critical path is shortened to its longest steps, in its order', () => {
  const step = (name: string, starts: number, ends: number) => {
    return { step: name, title: '', ready_ms: starts, starts_ms: starts, ends_ms: ends, held_by: null };
  };
  const path = [step('a', 0, 5), step('b', 5, 6), step('c', 6, 20), step('d', 20, 23)];
  const { shown, hidden } = shortenPath(path, 2);
  expect([shown.map(({ step: name }) => name), hidden]).toEqual([['a', 'c'], 2]);
  expect(shortenPath(path, 9)).toEqual({ shown: path, hidden: 0 });
  const many = { ...step('e', 23, 900), title: '15 more steps', steps: 15 };
  expect(shortenPath([...path, many], 2)).toEqual({ shown, hidden: 17 });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMPTY_CHECKPOINT } from '../../journal/checkpoint.ts';
import { foreignBeforeMs } from './foreign-before.ts';

const after = (preview: string | undefined) => ({
  ...EMPTY_CHECKPOINT,
  runs: [{ seq: 1, preview, startedAtMs: 1_000_000 }],
});

test('a new state without a preview has created nothing yet', () => {
  expect(foreignBeforeMs(EMPTY_CHECKPOINT, undefined)).toBe(Number.POSITIVE_INFINITY);
});

test('later runs of it have created nothing that is older than it', () => {
  expect(foreignBeforeMs(after(undefined), undefined)).toBe(940_000);
  expect(foreignBeforeMs(after(undefined), 'digest')).toBe(940_000);
});

test('a task of one of its runs is its own, although the vendor gives whole seconds and its clock is up to a minute behind', () => {
  fc.assert(
    fc.property(
      fc.record({ sentAfterMs: fc.nat(86_400_000), behindMs: fc.nat(59_000), startedAtMs: fc.nat(2_000_000_000) }),
      ({ sentAfterMs, behindMs, startedAtMs }) => {
        const known = { ...EMPTY_CHECKPOINT, runs: [{ seq: 1, preview: undefined, startedAtMs }] };
        const createdAtMs = Math.floor((startedAtMs + sentAfterMs - behindMs) / 1_000) * 1_000;
        expect(createdAtMs).toBeGreaterThanOrEqual(foreignBeforeMs(known, undefined));
      },
    ),
  );
});

test('a state whose id a preview fixed may be known to other machines, from its first run on', () => {
  expect(foreignBeforeMs(EMPTY_CHECKPOINT, 'digest')).toBe(Number.NEGATIVE_INFINITY);
  expect(foreignBeforeMs(after('digest'), undefined)).toBe(Number.NEGATIVE_INFINITY);
});

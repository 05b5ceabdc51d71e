import { expect, test } from 'vitest';
import { EXIT, exitCodeOfError } from './exit-codes.ts';

test('the numbers never change', () => {
  expect(EXIT).toEqual({
    done: 0,
    error: 1,
    workToDo: 2,
    gated: 3,
    stopped: 4,
    failed: 5,
    changed: 6,
    locked: 7,
    different: 8,
    interrupted: 130,
  });
});

test.each([
  ['RUN_PLAN_CHANGED', 6],
  ['PREVIEW_STALE', 6],
  ['JOURNAL_LOCKED', 7],
  ['PROVIDER_CREDENTIALS_MISSING', 1],
  ['INTERNAL_ERROR', 1],
])('an error %s exits with %i', (error, code) => {
  expect(exitCodeOfError(error)).toBe(code);
});

import type { StepFailure, UnitReport } from '@waybill/core';
import { expect, test } from 'vitest';
import { exitCodeOfRun } from './exit-code-of-run.ts';

test.each([
  ['succeeded', 0],
  ['gated', 3],
  ['stopped', 4],
  ['failed', 5],
] as const)('a run that %s exits with %i', (outcome, code) => {
  expect(exitCodeOfRun({ outcome, units: [], suspended: [] })).toBe(code);
});

const failure = (code: string): StepFailure => ({ code, message: '' });
const different: UnitReport = { address: 'a', status: 'failed', failure: failure('RUN_VERIFY_DIFFERENT') };
const unstable: UnitReport = { address: 'b', status: 'failed', failure: failure('RUN_VERIFY_UNSTABLE') };
const other: UnitReport = { address: 'c', status: 'failed', failure: failure('RUN_CHECK_FAILED') };
const unknown: UnitReport = { address: 'd', status: 'unknown', failure: failure('RUN_OUTCOME_UNKNOWN') };
const done: UnitReport = { address: 'e', status: 'succeeded' };
const refused = [{ provider: 'it', code: 'NO', message: '' }];

test.each([
  ['only verifications failed', [different, unstable, done], [], 8],
  ['something else failed as well', [different, other], [], 5],
  ['an outcome is unknown', [different, unknown], [], 5],
  ['a provider refused the credentials', [different], refused, 5],
])('a run in which %s exits with its own code', (_why, units, suspended, code) => {
  expect(exitCodeOfRun({ outcome: 'failed', units, suspended })).toBe(code);
  expect(exitCodeOfRun({ outcome: 'stopped', units, suspended })).toBe(4);
});

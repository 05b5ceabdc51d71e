import { foldRecords, type JournalRecord } from '@waybill/core';
import { expect, test } from 'vitest';
import { runLiveness } from './run-liveness.ts';

const host = { name: 'here', user: 'u', pid: 1, isProcessAlive: (pid: number) => pid === 42 };

function started(owner: { host: string; pid: number }): JournalRecord {
  const envelope = { seq: 1, rid: '1-1', epoch: 1, t: 0 };
  return {
    ...envelope,
    kind: 'run.started',
    run: 'run-1',
    plan: 'p',
    planDigest: 'd',
    stepCount: 0,
    versions: {},
    owner: { ...owner, user: 'u' },
  };
}

const ended: JournalRecord = {
  seq: 2,
  rid: '1-2',
  epoch: 1,
  t: 0,
  kind: 'run.ended',
  run: 'run-1',
  outcome: 'gated',
  unitCounts: {},
};

test.each([
  ['nothing was ever started', [], 'no'],
  ['its process lives', [started({ host: 'here', pid: 42 })], 'yes'],
  ['its process is gone', [started({ host: 'here', pid: 43 })], 'no'],
  ['it ended', [started({ host: 'here', pid: 42 }), ended], 'no'],
  ['it was started elsewhere', [started({ host: 'there', pid: 42 })], 'unknown'],
] as const)('%s: %s', (_name, records, expected) => {
  expect(runLiveness(foldRecords(records), host)).toBe(expected);
});

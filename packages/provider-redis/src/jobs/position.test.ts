import { defined } from '@waybill/core';
import { expect, it } from 'vitest';
import { positionIn, wasWritten } from './position.ts';

const at = (changes: number, savedAt: number, offset?: number) =>
  positionIn({
    nodes: [
      {
        node: 'a',
        run_id: 'p',
        changes,
        saved_at: savedAt,
        ...defined({ offset, has_offset: offset === undefined ? undefined : true }),
      },
    ],
  });

it('a server was written when it has more changes, also after a save, which takes changes away', () => {
  expect(wasWritten(at(3, 1), at(3, 1))).toBe('no');
  expect(wasWritten(at(3, 1), at(4, 1))).toBe('yes');
  expect(wasWritten(at(3, 1), at(4, 2))).toBe('yes');
});

it('whether it was is not known after a save, unless its replication says so', () => {
  expect(wasWritten(at(3, 1), at(3, 2))).toBe('unknown');
  expect(wasWritten(at(3, 1), at(0, 2))).toBe('unknown');
  expect(wasWritten(at(3, 1, 70), at(0, 2, 70))).toBe('no');
  expect(wasWritten(at(3, 1, 70), at(0, 2, 90))).toBe('unknown');
});

/** After so many seconds and a save, with so many bytes more for the replicas. */
const later = (seconds: number, grown: number, replicas = 1) => {
  const side = (savedAt: number, at_ms: number, offset: number) =>
    positionIn({
      nodes: [{ node: 'a', run_id: 'p', changes: 0, saved_at: savedAt, offset, has_offset: true, replicas, at_ms }],
    });
  return wasWritten(side(1, 5_000, 70), side(2, 5_000 + seconds * 1_000, 70 + grown));
};

it('nobody wrote where the offset grew by the PINGs alone that the replicas got in that time', () => {
  expect([later(25, 28), later(25, 42)]).toEqual(['no', 'no']);
  expect([later(4, 0), later(4, 14), later(180, 18 * 14)]).toEqual(['no', 'no', 'no']);
});

it('it is not known where bytes are left that may be a write, which is longer than one PING', () => {
  // As long as DEL of a key of nine bytes.
  expect(later(4, 28)).toBe('unknown');
  expect(later(25, 56)).toBe('unknown');
  expect([later(25, 29), later(25, -14)]).toEqual(['unknown', 'unknown']);
  // A clock that went back says nothing of the time between.
  expect(later(-25, 28)).toBe('unknown');
});

it('one PING is no write however long it took, and several need replicas and a clock to be known', () => {
  expect([later(25, 14, 0), later(25, 28, 0)]).toEqual(['no', 'unknown']);
  expect([wasWritten(at(3, 1, 70), at(0, 2, 84)), wasWritten(at(3, 1, 70), at(0, 2, 98))]).toEqual(['no', 'unknown']);
});

import type { JournalRecord } from '@waybill/core';
import { expect, test } from 'vitest';
import { countSlices } from './count-slices.ts';

type Kind = 'job.planned' | 'slice.done' | 'step.retried';

const recordsOf = (...kinds: readonly Kind[]): readonly JournalRecord[] =>
  kinds.map((kind) => ({ kind, step: 'orders.copy', slice: 'a' }) as unknown as JournalRecord);

test('a slice is recorded once for each time that its work was planned after a retry', () => {
  const once = { 'orders.copy a': 'recorded 1 ×' };
  const twice = { 'orders.copy a': 'recorded 2 ×' };
  expect(countSlices(recordsOf('job.planned', 'slice.done'))).toEqual(once);
  expect(countSlices(recordsOf('job.planned', 'slice.done', 'slice.done'))).toEqual(twice);
  expect(countSlices(recordsOf('job.planned', 'slice.done', 'step.retried', 'job.planned', 'slice.done'))).toEqual(
    once,
  );
  // What was done before a retry of unfinished work is kept, and a death is no reason to plan anew.
  expect(countSlices(recordsOf('job.planned', 'slice.done', 'step.retried', 'slice.done'))).toEqual(twice);
  expect(countSlices(recordsOf('job.planned', 'slice.done', 'job.planned', 'slice.done'))).toEqual(twice);
});

import type { Reconciliation } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { expect, it } from 'vitest';
import { type Look, lookUntilSettled, undecided } from './look-until-settled.ts';

const ABSENT: Reconciliation = { kind: 'did-not-happen', evidence: 'nothing' };
const OPEN: Look = { kind: 'open', absent: ABSENT };

/** The result, and at which times it was looked, in milliseconds. */
async function settle(looks: readonly Look[], settleMs: number) {
  const clock = new VirtualClock();
  const startMs = clock.monotonicMs();
  const times: number[] = [];
  const read = () => Promise.reject(new Error('nothing is read'));
  const result = await clock.runUntil(
    lookUntilSettled(
      { clock, signal: new AbortController().signal, read },
      { settleMs, intervalMs: 1_000 },
      async () => {
        times.push(clock.monotonicMs() - startMs);
        return looks[times.length - 1] ?? OPEN;
      },
    ),
    60_000,
  );
  return { result, times };
}

it('ends with the first look that settles it', async () => {
  const { result, times } = await settle([OPEN, OPEN, undecided('two of them')], 10_000);
  expect(result).toEqual({ kind: 'undecided', reason: 'two of them' });
  expect(times).toEqual([0, 1_000, 2_000]);
});

it('looks for the last time when the full time is over, and then holds what is absent for true', async () => {
  const { result, times } = await settle([], 2_500);
  expect(result).toBe(ABSENT);
  expect(times).toEqual([0, 1_000, 2_000, 2_500]);
});

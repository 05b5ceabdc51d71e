import type { AccountGauge, RunGauges } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { NO_GAUGES } from '../../testing/simulated-run.ts';
import { describeAccounts, describeWaits, waitText } from './describe-gauges.ts';

const QUIET: AccountGauge = {
  providers: ['search'],
  windows: [{ declared: { count: 20, intervalMs: 1_000 }, used: 0, allowed: 20 }],
  inFlight: 0,
  inFlightLimit: 4,
  tasks: 0,
  waitForPlace: 0,
  waitForTarget: 0,
  waitForTurn: 0,
  heldForMs: 0,
};

function gauges(account: Partial<AccountGauge>, more: Partial<RunGauges> = {}): RunGauges {
  return { ...NO_GAUGES, accounts: [{ ...QUIET, ...account }], ...more };
}

describe('numbers against limits', () => {
  test('say how much is used of what, and which limit is reached', () => {
    const full = gauges({
      windows: [{ declared: { count: 20, intervalMs: 1_000 }, used: 20, allowed: 20 }],
      tasks: 3,
      taskLimit: 5,
      inFlight: 4,
    });
    expect(describeAccounts(full)).toEqual([
      {
        name: 'search',
        parts: [
          { text: '20/20 calls/s', isFull: true },
          { text: '3/5 places', isFull: false },
          { text: '4/4 in flight', isFull: true },
        ],
      },
    ]);
  });

  test('tell a rate that was lowered, a server that wants to be left alone, and providers that share an account', () => {
    const slowed = gauges({
      providers: ['search', 'archive'],
      windows: [
        { declared: { count: 20, intervalMs: 1_000 }, used: 3, allowed: 10 },
        { declared: { count: 600, intervalMs: 60_000 }, used: 30, allowed: 600 },
      ],
      heldForMs: 2_400,
    });
    const [account] = describeAccounts(slowed);
    expect(account?.name).toBe('search+archive');
    expect(account?.parts.map(({ text }) => text)).toEqual([
      'held for 2s',
      '3/10 calls/s (of 20)',
      '30/600 calls/min',
      '0 places taken',
      '0/4 in flight',
    ]);
  });
});

describe('what waits, and why', () => {
  test('is nothing when nothing waits', () => {
    expect(describeWaits(gauges({}))).toEqual([]);
  });

  test('is grouped, the most first', () => {
    const waits = describeWaits(
      gauges(
        { waitForPlace: 12, waitForTarget: 1, waitForTurn: 2 },
        {
          blocked: [{ need: 'orders[*]', units: 3 }],
          sleeping: [
            { reason: 'Task task-12345678 is busy', steps: 2, untilMs: 61_000 },
            { reason: 'Task task-87654321 is busy', steps: 2, untilMs: 31_000 },
          ],
        },
      ),
    );
    expect(waits.map(waitText)).toEqual([
      '12 wait for a place (active of search)',
      '4 wait until 00:00:31Z: Task task-12345678 is busy',
      '3 wait for all of orders',
      '2 wait for their turn to call search',
      '1 waits for a free target (active_per_target of search)',
    ]);
  });

  test('tells throttling as the reason of a queue', () => {
    expect(describeWaits(gauges({ waitForTurn: 7, heldForMs: 5_000 })).map(waitText)).toEqual([
      '7 wait for search, which throttled: nothing is sent for 5s',
    ]);
  });
});

test('steps that a rule of the run holds are named by the rule', () => {
  const held = [{ policy: 'start_after', detail: 'nothing starts before 22:00.', steps: 3 }];
  expect(describeWaits(gauges({}, { held })).map(waitText)).toEqual([
    '3 wait for start_after: nothing starts before 22:00.',
  ]);
});

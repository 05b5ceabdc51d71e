import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endInSight, PollPace, pollIntervalAfter } from './poll-pace.ts';

const polling = { initialIntervalMs: 5_000, maxIntervalMs: 30_000 };

describe('the time of the next poll', () => {
  test('moves away while nothing changes, to the longest interval, and comes back when something does', () => {
    const pace = new PollPace(polling);
    expect(pace.stepAdded(0, false)).toBe(true);
    const intervals: number[] = [];
    for (let now = pace.dueAtMs; intervals.length < 25; now = pace.dueAtMs) {
      pace.lookEnded(now, false);
      intervals.push(pace.dueAtMs - now);
    }
    expect(intervals.toSorted((one, other) => one - other)).toEqual(intervals);
    expect(intervals.at(-1)).toBe(polling.maxIntervalMs);
    pace.lookEnded(1_000_000, true);
    expect(pace.dueAtMs).toBe(1_005_000);
  });

  test('waits for no more than a fifth of the quiet time, or for the initial interval', () => {
    const pace = new PollPace(polling);
    pace.stepAdded(0, false);
    for (let now = pace.dueAtMs; now < 400_000; now = pace.dueAtMs) {
      pace.lookEnded(now, false);
      const { initialIntervalMs, maxIntervalMs } = polling;
      expect(pace.dueAtMs - now).toBeCloseTo(Math.min(maxIntervalMs, Math.max(initialIntervalMs, now * 0.2)));
    }
  });

  test('is within one initial interval of a new step, and never later for one that comes besides', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60_000 }), { maxLength: 6 }), fc.nat({ max: 100_000 }), (quiet, after) => {
        const pace = new PollPace(polling);
        let now = 0;
        pace.stepAdded(now, false);
        for (const ms of quiet) {
          now += ms;
          pace.lookEnded(now, false);
        }
        const dueBefore = pace.dueAtMs;
        now += after;
        const isNext = pace.stepAdded(now, true);
        expect(pace.dueAtMs).toBe(Math.min(dueBefore, now + polling.initialIntervalMs));
        expect(isNext).toBe(pace.dueAtMs < dueBefore);
      }),
    );
  });
});

describe('an end in sight', () => {
  const dueAfter = (quietMs: number, restMs: number): number => {
    const pace = new PollPace(polling, { quietSinceMs: 0, dueAtMs: quietMs });
    pace.lookEnded(quietMs, false, restMs);
    return pace.dueAtMs - quietMs;
  };

  test.each([
    [0, 1_800, 1_800],
    [0, 7_000, 7_000],
    [0, 9_999, 9_999],
    [0, 10_000, 5_000],
    [0, 0, 1_000],
    [100_000, 12_000, 12_000],
    [100_000, 24_000, 24_000],
    [100_000, 25_000, 20_000],
    [600_000, 34_000, 30_000],
  ])(
    'after %d ms without change and %d ms before it makes the next poll come after %d ms',
    (quietMs, restMs, dueMs) => {
      expect(dueAfter(quietMs, restMs)).toBe(dueMs);
    },
  );

  test('that is foreseen as it comes is seen within a fifth of the initial interval, without more polls than two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.boolean(), (endsMs, isQuiet) => {
        const pace = new PollPace(polling);
        pace.stepAdded(0, false);
        let polls = 0;
        const usual = new PollPace(polling);
        usual.stepAdded(0, false);
        let usualPolls = 0;
        for (; usual.dueAtMs < endsMs; usualPolls += 1) usual.lookEnded(usual.dueAtMs, !isQuiet);
        for (; pace.dueAtMs < endsMs; polls += 1) pace.lookEnded(pace.dueAtMs, !isQuiet, endsMs - pace.dueAtMs);
        // The first poll comes when it would without any of this.
        if (endsMs > polling.initialIntervalMs)
          expect(pace.dueAtMs - endsMs).toBeLessThanOrEqual(polling.initialIntervalMs / 5);
        expect(polls).toBeLessThanOrEqual(usualPolls + 2);
      }),
    );
  });
});

test('an end that comes a little later than it was foreseen is seen within a fifth of the initial interval', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5_001, max: 200_000 }), fc.integer({ min: 0, max: 2_000 }), (foreseenMs, lateMs) => {
      const pace = new PollPace(polling);
      pace.stepAdded(0, false);
      while (pace.dueAtMs < foreseenMs + lateMs)
        pace.lookEnded(pace.dueAtMs, true, Math.max(0, foreseenMs - pace.dueAtMs));
      expect(pace.dueAtMs - foreseenMs - lateMs).toBeLessThanOrEqual(polling.initialIntervalMs / 5);
    }),
  );
});

describe('several ends in sight', () => {
  test('are awaited together where they come less than an initial interval after the first', () => {
    expect(endInSight([4_000, 3_000, 7_999, Number.POSITIVE_INFINITY], polling)).toBe(7_999);
    expect(endInSight([3_000, 8_000], polling)).toBe(3_000);
    expect(endInSight([], polling)).toBe(Number.POSITIVE_INFINITY);
  });

  test('are each seen within an initial interval and a fifth of one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 5_001, max: 200_000 }), { minLength: 1, maxLength: 8 }), (ends) => {
        const pace = new PollPace(polling);
        pace.stepAdded(0, false);
        const open = new Set(ends);
        while (open.size > 0) {
          const now = pace.dueAtMs;
          for (const endMs of [...open].filter((end) => end <= now)) {
            open.delete(endMs);
            expect(now - endMs).toBeLessThanOrEqual(1.2 * polling.initialIntervalMs);
          }
          const rests = [...open].map((endMs) => endMs - now);
          pace.lookEnded(now, true, endInSight(rests, polling));
        }
      }),
    );
  });
});

test('however many ends are in sight, of four polls one at least takes an initial interval', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 30_000 }), { minLength: 4, maxLength: 40 }), fc.boolean(), (rests, changes) => {
      const pace = new PollPace(polling);
      pace.stepAdded(0, false);
      const times = rests.map((restMs) => {
        pace.lookEnded(pace.dueAtMs, changes, restMs);
        return pace.dueAtMs;
      });
      const waits = times.map((timeMs, at) => timeMs - (times[at - 1] ?? polling.initialIntervalMs));
      // Differences of times have lost a part of a millisecond.
      expect(Math.min(...waits)).toBeGreaterThan(polling.initialIntervalMs / 5 - 0.01);
      for (let at = 3; at < waits.length; at += 1)
        expect(Math.max(...waits.slice(at - 3, at + 1))).toBeGreaterThan(polling.initialIntervalMs - 0.01);
    }),
  );
});

test('the interval after a quiet time grows with it and keeps its bounds', () => {
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000 }), fc.nat({ max: 1_000_000 }), (one, other) => {
      const [shorter, longer] = [Math.min(one, other), Math.max(one, other)].map((ms) =>
        pollIntervalAfter(ms, polling),
      );
      expect(shorter).toBeGreaterThanOrEqual(polling.initialIntervalMs);
      expect(longer).toBeLessThanOrEqual(polling.maxIntervalMs);
      expect(longer).toBeGreaterThanOrEqual(shorter ?? 0);
    }),
  );
});

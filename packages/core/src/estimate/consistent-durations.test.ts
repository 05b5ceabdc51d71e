import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistentDurations } from './consistent-durations.ts';

const bounds = (leastMs: number, mostMs: number) => ({ leastMs, mostMs });

describe('durations that are known between two polls', () => {
  it('are the middle while nothing says more', () => {
    expect(consistentDurations([bounds(40, 60)], [])).toEqual([50]);
    expect(consistentDurations([], [10])).toEqual([]);
  });

  it('of equal tasks are where the bounds of all of them meet', () => {
    expect(consistentDurations([bounds(30, 60), bounds(50, 80), bounds(20, 54)], [])).toEqual([52, 52, 52]);
  });

  it('are at least what the others have lasted already', () => {
    expect(consistentDurations([bounds(30, 60), bounds(30, 60)], [56, 10, 20])).toEqual([58, 58]);
    expect(consistentDurations([bounds(8, 10)], [100, 100, 100])).toEqual([9.96]);
  });

  it('of tasks that differ stay within their own bounds', () => {
    expect(consistentDurations([bounds(0, 10), bounds(40, 60), bounds(45, 70), bounds(90, 99)], [])).toEqual([
      9.8, 52.5, 52.5, 90.18,
    ]);
  });

  it('do not equal a bound of theirs that the others disagree with', () => {
    const [first, second] = consistentDurations([bounds(30, 50), bounds(50, 80), bounds(50, 80)], []);
    expect(first).toBe(50);
    expect(second).toBeGreaterThan(50);
    expect(second).toBeLessThan(51);
  });

  it('of equal tasks are off by no more than the narrowest bounds, and are the same for all', () => {
    const polls = fc.array(fc.tuple(fc.integer({ min: 1, max: 30_000 }), fc.nat(30_000)), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.integer({ min: 30_000, max: 600_000 }), polls, (trueMs, distances) => {
        const ended = distances.map(([before, after]) => bounds(trueMs - before, trueMs + after));
        const durations = consistentDurations(ended, []);
        expect(new Set(durations).size).toBe(1);
        const widths = ended.map(({ leastMs, mostMs }) => mostMs - leastMs);
        expect(Math.abs((durations[0] ?? 0) - trueMs)).toBeLessThanOrEqual(Math.min(...widths));
      }),
    );
  });

  it('are never outside of their bounds', () => {
    const drawn = fc.array(
      fc.tuple(fc.nat(1_000), fc.nat(1_000)).map(([leastMs, width]) => bounds(leastMs, leastMs + width)),
    );
    fc.assert(
      fc.property(drawn, fc.array(fc.nat(2_000)), (ended, running) => {
        for (const [index, ms] of consistentDurations(ended, running).entries()) {
          expect(ms).toBeGreaterThanOrEqual(ended[index]?.leastMs ?? 0);
          expect(ms).toBeLessThanOrEqual(ended[index]?.mostMs ?? 0);
        }
      }),
    );
  });
});

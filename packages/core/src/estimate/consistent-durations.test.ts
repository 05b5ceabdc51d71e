import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistentDurations, type DurationBounds } from './consistent-durations.ts';

const bounds = (leastMs: number, mostMs: number) => ({ leastMs, mostMs });

const between = (ended: readonly DurationBounds[], runningMs: readonly number[], blurMs = 0) => {
  const [shortest, longest] = (['shortest', 'longest'] as const).map((side) =>
    consistentDurations(ended, runningMs, { side, blurMs }),
  );
  return ended.map((_, index) => [shortest?.[index], longest?.[index]]);
};

describe('durations that are known between two polls', () => {
  it('are all between those polls while nothing says more, their ends aside', () => {
    expect(between([bounds(40, 60)], [])).toEqual([[40.4, 59.6]]);
    expect(between([], [10])).toEqual([]);
  });

  it('of equal tasks are where the bounds of all of them meet', () => {
    const [first, second, third] = between([bounds(30, 60), bounds(50, 80), bounds(20, 54)], []);
    expect(first).toEqual([50, 54]);
    expect(second).toEqual([50.6, 54]);
    expect(third).toEqual([50, 53.32]);
  });

  it('are at least what the others have lasted already', () => {
    expect(between([bounds(30, 60), bounds(30, 60)], [56, 10, 20])).toEqual([
      [56, 59.4],
      [56, 59.4],
    ]);
    expect(between([bounds(8, 10)], [100, 100, 100])).toEqual([[9.96, 9.96]]);
  });

  it('of equal tasks do not follow one of twenty that is out of line', () => {
    const ended = [...Array.from({ length: 39 }, () => bounds(53, 58)), bounds(57.99, 63)];
    expect(between(ended, [])[0]).toEqual([53.1, 57.9]);
    expect(between(ended.slice(-10), [])[0]).toEqual([57.9, 57.9]);
  });

  it('of tasks that differ stay within their own bounds', () => {
    expect(between([bounds(0, 10), bounds(40, 60), bounds(45, 70), bounds(90, 99)], [])).toEqual([
      [9.8, 9.8],
      [45, 59.6],
      [45.5, 60],
      [90.18, 90.18],
    ]);
  });

  it('are at least as far apart as nothing is known, around where the bounds meet', () => {
    expect(between([bounds(30, 50), bounds(50, 80)], [], 4)).toEqual([
      [47.6, 51.6],
      [48.6, 52.6],
    ]);
    expect(between([bounds(40, 60)], [], 4)).toEqual([[40.4, 59.6]]);
    expect(between([bounds(30, 50), bounds(50, 80)], [], 60)[0]).toEqual([47.1, 52.1]);
  });

  it('of equal tasks are around the true one, no farther apart than the narrowest bounds', () => {
    const polls = fc.array(fc.tuple(fc.integer({ min: 1, max: 30_000 }), fc.nat(30_000)), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.integer({ min: 30_000, max: 600_000 }), polls, (trueMs, distances) => {
        const ended = distances.map(([before, after]) => bounds(trueMs - before, trueMs + after));
        const widths = ended.map(({ leastMs, mostMs }) => mostMs - leastMs);
        const margin = Math.max(...widths) * 0.02;
        for (const [shortest = 0, longest = 0] of between(ended, [])) {
          expect(longest - shortest).toBeLessThanOrEqual(Math.min(...widths));
          expect(shortest - margin).toBeLessThanOrEqual(trueMs);
          expect(longest + margin).toBeGreaterThanOrEqual(trueMs);
        }
      }),
    );
  });

  it('are in the middle of the shortest and the longest where the bounds meet, also with a blur', () => {
    const middle = (blurMs: number) =>
      consistentDurations([bounds(30, 60), bounds(50, 80)], [], { side: 'middle', blurMs });
    for (const blurMs of [0, 4, 60]) expect(middle(blurMs)).toEqual([55, 55]);
  });

  it('are never outside of their bounds while more is known than the blur', () => {
    const drawn = fc.array(
      fc.tuple(fc.nat(1_000), fc.nat(1_000)).map(([leastMs, width]) => bounds(leastMs, leastMs + width)),
    );
    fc.assert(
      fc.property(drawn, fc.array(fc.nat(2_000)), (ended, running) => {
        for (const [index, [shortest, longest]] of between(ended, running).entries()) {
          expect(shortest).toBeGreaterThanOrEqual(ended[index]?.leastMs ?? 0);
          expect(longest).toBeLessThanOrEqual(ended[index]?.mostMs ?? 0);
          expect(longest).toBeGreaterThanOrEqual(shortest ?? 0);
        }
      }),
    );
  });
});

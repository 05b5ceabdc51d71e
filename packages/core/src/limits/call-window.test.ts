import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CallWindow } from './call-window.ts';

const rates = fc.record({ count: fc.integer({ min: 1, max: 6 }), intervalMs: fc.constantFrom(100, 1_000) });

/** Sends a call whenever the window lets one go, at times and with answers as drawn. Gives when each was sent and answered. */
function play(rate: { readonly count: number; readonly intervalMs: number }, answersMs: readonly number[]) {
  const window = new CallWindow(rate);
  const calls: { readonly sentMs: number; readonly answeredMs: number }[] = [];
  const open: number[] = [];
  let now = 0;
  const answerUntil = (timeMs: number): void => {
    open.sort((a, b) => a - b);
    while ((open[0] ?? Number.POSITIVE_INFINITY) <= timeMs) window.answered(open.shift() ?? 0);
  };
  for (const takesMs of answersMs) {
    for (;;) {
      answerUntil(now);
      const freeAtMs = window.freeAtMs(now);
      if (freeAtMs !== 'after-answer' && freeAtMs <= now) break;
      const known = freeAtMs === 'after-answer' ? [] : [freeAtMs];
      now = Math.min(...known, ...open.filter((at) => at > now));
    }
    window.sent();
    calls.push({ sentMs: now, answeredMs: now + takesMs });
    open.push(now + takesMs);
  }
  return calls;
}

it('wherever the server handles each call on its way, no window of it holds more than the rate', () => {
  const answers = fc.array(fc.tuple(fc.nat(2_500), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 30 });
  fc.assert(
    fc.property(rates, answers, (rate, drawn) => {
      const calls = play(
        rate,
        drawn.map(([takesMs]) => takesMs),
      );
      const handled = calls.map(
        ({ sentMs, answeredMs }, index) => sentMs + (answeredMs - sentMs) * (drawn[index]?.[1] ?? 0),
      );
      for (const fromMs of handled) {
        const inWindow = handled.filter((at) => at >= fromMs && at < fromMs + rate.intervalMs);
        expect(inWindow.length).toBeLessThanOrEqual(rate.count);
      }
    }),
  );
});

it('lets the whole rate through again one interval after the answers', () => {
  fc.assert(
    fc.property(rates, fc.nat(500), (rate, takesMs) => {
      const calls = play(
        rate,
        Array.from({ length: rate.count * 2 }, () => takesMs),
      );
      const second = calls[rate.count]?.sentMs ?? 0;
      expect(second).toBeLessThanOrEqual(takesMs + rate.intervalMs + 2);
      expect(calls.slice(0, rate.count).every(({ sentMs }) => sentMs === 0)).toBe(true);
    }),
  );
});

it('halves after a refusal, once for calls sent together, and comes back by a tenth with each quiet interval', () => {
  const rate = { count: 20, intervalMs: 1_000 };
  const window = new CallWindow(rate);
  window.slowDown(0);
  window.slowDown(500);
  expect(window.gauge(500).allowed).toBe(10);
  expect([1_000, 4_000, 9_000, 10_000].map((at) => window.gauge(at).allowed)).toEqual([12, 18, 20, 20]);
  window.slowDown(11_000);
  window.slowDown(12_000);
  expect(window.gauge(12_000).allowed).toBe(6);
});

it('never shortens a hold, and after a crash counts as full until what was on its way has arrived', () => {
  const window = new CallWindow({ count: 2, intervalMs: 1_000 });
  window.holdFor(5_000, 0);
  window.holdFor(100, 0);
  expect(window.freeAtMs(4_000)).toBe(5_000);
  const crashed = new CallWindow({ count: 2, intervalMs: 1_000 });
  crashed.assumeFull(0, 'until-now');
  expect(crashed.freeAtMs(0)).toBe(2_001);
  expect(crashed.freeAtMs(2_001)).toBe(2_001);
});

it.each([
  [0, 1_001],
  [400, 601],
  [1_001, 0],
  [60_000, 0],
])('after a run whose last answer came %d ms ago, waits for %d ms', (answeredAgoMs, waitMs) => {
  const window = new CallWindow({ count: 2, intervalMs: 1_000 });
  window.assumeFull(100_000, { answeredAgoMs });
  expect(window.freeAtMs(100_000)).toBe(100_000 + waitMs);
  expect(window.freeAtMs(100_000 + waitMs)).toBe(100_000 + waitMs);
});

it('is free after a wait, whatever the clock loses of a fraction of a millisecond', () => {
  const times = fc.double({ min: 0, max: 1e10, noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(rates, times, fc.double({ min: 0, max: 2_000, noNaN: true }), (rate, answeredMs, laterMs) => {
      const window = new CallWindow(rate);
      for (let call = 0; call < rate.count; call += 1) {
        window.sent();
        window.answered(answeredMs);
      }
      let now = answeredMs + laterMs;
      for (let looks = 0; looks < 3; looks += 1) now += sleepMs(window, now);
      expect(sleepMs(window, now)).toBe(0);
    }),
    { numRuns: 2_000 },
  );
});

/** As a driver sleeps: for a difference of two times, which is added to the time when it ends. */
function sleepMs(window: CallWindow, now: number): number {
  const freeAtMs = window.freeAtMs(now);
  if (freeAtMs === 'after-answer') throw new Error('every call was answered');
  return freeAtMs - now;
}

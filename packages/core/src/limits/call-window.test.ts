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
      const waitMs = window.waitMs(now);
      if (waitMs === 0) break;
      now = waitMs === 'until-answer' ? Math.min(...open) : Math.min(now + waitMs, ...open.filter((at) => at > now));
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
  expect(window.waitMs(4_000)).toBe(1_000);
  const crashed = new CallWindow({ count: 2, intervalMs: 1_000 });
  crashed.assumeFull(0);
  expect(crashed.waitMs(0)).toBe(2_001);
  expect(crashed.waitMs(2_001)).toBe(0);
});

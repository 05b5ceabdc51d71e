import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rate } from '../provider/limits.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { CallDriver } from './call-driver.ts';
import { CredentialTrust } from './credential-trust.ts';

const never = new AbortController().signal;

/** One account with credentials that are accepted, and more places in flight than any of these tests use. */
class RateWindow {
  readonly #calls: CallDriver;
  readonly #lane: ReturnType<CallDriver['open']>;
  readonly #turns: Disposable[] = [];
  readonly #trust = new CredentialTrust();

  constructor(requests: Rate, clock: VirtualClock) {
    this.#calls = new CallDriver(clock);
    this.#lane = this.#calls.open([{ requests, inFlight: 1_000 }]);
    this.#trust.accept();
  }

  async admit(stopping: AbortSignal): Promise<void> {
    this.#turns.push(await this.#calls.turn(this.#lane, { priority: 0, trust: this.#trust, stopping }));
  }

  answered(): void {
    this.#turns.pop()?.[Symbol.dispose]();
  }

  holdFor(ms: number): void {
    this.#lane.holdFor(ms, this.#calls.clock.monotonicMs());
  }

  slowDown(): void {
    this.#lane.slowDown(this.#calls.clock.monotonicMs());
  }
}

/** Calls as a server sees them: each is handled at any moment between being sent and being answered. */
async function callAll(
  window: RateWindow,
  clock: VirtualClock,
  latencies: readonly (readonly [number, number])[],
): Promise<number[]> {
  const handledAt: number[] = [];
  const call = async ([toServerMs, backMs]: readonly [number, number]): Promise<void> => {
    await window.admit(never);
    await clock.sleep(toServerMs);
    handledAt.push(clock.monotonicMs());
    await clock.sleep(backMs);
    window.answered();
  };
  await clock.runUntil(Promise.all(latencies.map(call)));
  return handledAt.toSorted((left, right) => left - right);
}

describe('the rate window', () => {
  it('never lets the server count more than the rate in any window, whatever the network does', async () => {
    const latency = fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 3_000 }));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(latency, { maxLength: 25 }),
        async (count, latencies) => {
          const clock = new VirtualClock();
          const handledAt = await callAll(new RateWindow({ count, intervalMs: 1_000 }, clock), clock, latencies);
          for (const start of handledAt) {
            expect(handledAt.filter((time) => time >= start && time <= start + 1_000).length).toBeLessThanOrEqual(
              count,
            );
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('uses the whole rate when answers are quick', async () => {
    const clock = new VirtualClock();
    const handledAt = await callAll(
      new RateWindow({ count: 20, intervalMs: 1_000 }, clock),
      clock,
      Array.from({ length: 200 }, () => [2, 3] as const),
    );
    expect(handledAt.at(-1)).toBeLessThan(1.03 * 10_000);
  });

  it('waits as long as the server asks, and a shorter wish never shortens a longer one', async () => {
    const clock = new VirtualClock();
    const window = new RateWindow({ count: 5, intervalMs: 1_000 }, clock);
    window.holdFor(30_000);
    window.holdFor(1_000);
    await clock.runUntil(window.admit(never));
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(30_000);
  });

  it('halves the rate once for refusals that come together, and recovers step by step', async () => {
    const clock = new VirtualClock();
    const window = new RateWindow({ count: 20, intervalMs: 1_000 }, clock);
    window.slowDown();
    window.slowDown();
    const quick = Array.from({ length: 400 }, () => [0, 0] as const);
    const handledAt = await callAll(window, clock, quick);
    const perSecond = Map.groupBy(handledAt, (time) => Math.floor(time / 1_001));
    const counts = [...perSecond.values()].map((times) => times.length);
    expect(counts.slice(0, 6)).toEqual([10, 12, 14, 16, 18, 20]);
    expect(counts.slice(6, -1).every((count) => count === 20)).toBe(true);
  });

  it('goes down to one call in an interval and no further', async () => {
    const clock = new VirtualClock();
    const window = new RateWindow({ count: 3, intervalMs: 1_000 }, clock);
    for (let refusal = 0; refusal < 10; refusal += 1) {
      await clock.runUntil(window.admit(never));
      window.answered();
      window.slowDown();
    }
    expect(clock.monotonicMs()).toBeLessThan(11_000);
  });

  it('gives up when stopped, and the next in line is served', async () => {
    const clock = new VirtualClock();
    const window = new RateWindow({ count: 1, intervalMs: 60_000 }, clock);
    await window.admit(never);
    const stop = new AbortController();
    const waiting = window.admit(stop.signal);
    const next = window.admit(never);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    window.answered();
    await clock.runUntil(next);
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(60_000);
  });
});

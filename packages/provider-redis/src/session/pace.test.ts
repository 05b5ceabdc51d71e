import { VirtualClock } from '@waybill/core/testing';
import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

const SETTINGS = { keysPerMs: 20, bytesPerMs: 1_000, latencyMs: 20 };
const { signal } = new AbortController();
const atOnce = async (): Promise<void> => {};

/** Milliseconds until all batches were admitted, one after another. */
async function timeOf(clock: VirtualClock, pace: Pace, batches: number, ping = atOnce): Promise<number> {
  const from = clock.monotonicMs();
  const work = (async () => {
    for (let at = 0; at < batches; at += 1) await pace.admit(1_000, ping, signal);
  })();
  await clock.runUntil(work);
  return clock.monotonicMs() - from;
}

describe('a pace', () => {
  it('spreads keys over time, however many slices ask', async () => {
    const clock = new VirtualClock();
    const pace = new Pace(SETTINGS, clock);
    const some = Array.from({ length: 4 }, () => timeOf(clock, pace, 10));
    await clock.runUntil(Promise.all(some));
    // The last batch begins when those before it are paid for.
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual((39 * 1_000) / 20);
    expect(clock.monotonicMs()).toBeLessThan((42 * 1_000) / 20);
  });

  it('lets bytes that have come be paid for by whoever reads next', async () => {
    const clock = new VirtualClock();
    const pace = new Pace(SETTINGS, clock);
    await timeOf(clock, pace, 1);
    pace.spend(5_000_000);
    expect(await timeOf(clock, pace, 1)).toBeGreaterThanOrEqual(5_000);
  });

  it('leaves a server alone while it is slow, then goes slower, and recovers', async () => {
    const clock = new VirtualClock();
    const pace = new Pace(SETTINGS, clock);
    const slowUntilMs = 3_000;
    const ping = async (): Promise<void> => {
      if (clock.monotonicMs() < slowUntilMs) await clock.sleep(50);
    };
    await timeOf(clock, pace, 1, ping);
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(slowUntilMs);
    expect(pace.heldMs).toBeGreaterThanOrEqual(slowUntilMs - 100);
    const [half, full] = [await timeOf(clock, pace, 5, ping), await timeOf(clock, pace, 200, ping)];
    expect(half).toBeGreaterThanOrEqual(5 * 90);
    expect(full / 200).toBeLessThan(60);
  });

  it('does not wait for ever', async () => {
    const clock = new VirtualClock();
    const pace = new Pace(SETTINGS, clock);
    const took = await timeOf(clock, pace, 1, () => clock.sleep(100));
    expect(took).toBeGreaterThanOrEqual(30_000);
    expect(took).toBeLessThan(32_000);
  });

  it.each([
    [1, 100],
    [100, 500],
    [1_000, 1_000],
  ])('of %i keys a millisecond reads pages of %i', (keysPerMs, expected) => {
    expect(new Pace({ ...SETTINGS, keysPerMs }, new VirtualClock()).pageKeys).toBe(expected);
  });
});

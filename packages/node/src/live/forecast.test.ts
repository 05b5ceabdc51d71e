import type { RunForecast, Sliced } from '@waybill/core/internal';
import { VirtualClock } from '@waybill/core/testing';
import { describe, expect, test } from 'vitest';
import { Forecast } from './forecast.ts';

/** A forecast of a run that ends at `endsAt`, and how often it was asked for. */
function world(
  options: {
    readonly remainingMs?: number;
    readonly costMs?: number;
    readonly slices?: number;
    readonly fails?: boolean;
  } = {},
) {
  const clock = new VirtualClock(0);
  const asked: number[] = [];
  let monotonicMs = 0;
  let begun = 0;
  const simulate = function* (nowMs: number): Sliced<RunForecast> {
    asked.push(nowMs);
    begun += 1;
    for (let slice = 1; slice < (options.slices ?? 1); slice += 1) {
      monotonicMs += (options.costMs ?? 0) / (options.slices ?? 1);
      yield;
      begun += 1;
    }
    monotonicMs += (options.costMs ?? 0) / (options.slices ?? 1);
    if (options.fails === true) throw new Error('no forecast');
    return { remainingMs: options.remainingMs ?? 600_000, basis: 'learned' };
  };
  let goOn = (): void => {};
  const pause = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    goOn = resolve;
    await promise;
  };
  const forecast = new Forecast({ clock: { now: () => clock.now(), monotonicMs: () => monotonicMs }, simulate, pause });
  /** Ends a pause, and lets what follows it happen. */
  const afterPause = async (): Promise<void> => {
    goOn();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { asked, slices: () => begun, forecast, afterPause };
}

describe('a forecast', () => {
  test('counts down until something has changed, and says when it was made', () => {
    const { asked, forecast } = world();
    expect(forecast.eta(0)).toEqual({ ms: 600_000, basis: 'simulated', at: 0 });
    expect(forecast.eta(2_000)).toEqual({ ms: 598_000, basis: 'simulated', at: 0 });
    forecast.changed();
    expect(forecast.eta(2_100)).toEqual({ ms: 600_000, basis: 'simulated', at: 2_100 });
    expect(asked).toEqual([0, 2_100]);
  });

  test('is made once in a second at most, and every few seconds when nothing happens', () => {
    const { asked, forecast } = world();
    for (let now = 0; now < 3_000; now += 100) {
      forecast.changed();
      forecast.eta(now);
    }
    expect(asked).toEqual([0, 1_000, 2_000]);
    for (let now = 3_000; now <= 20_000; now += 100) forecast.eta(now);
    expect(asked.slice(3)).toEqual([3_000, 8_000, 13_000, 18_000]);
  });

  test('takes a fiftieth of the time at most', () => {
    const { asked, forecast } = world({ costMs: 400 });
    for (let now = 0; now <= 40_000; now += 500) {
      forecast.changed();
      forecast.eta(now);
    }
    expect(asked).toEqual([0, 20_000, 40_000]);
  });

  test('is none when it has counted to its end and the run has not ended', () => {
    const { forecast } = world({ remainingMs: 500 });
    expect(forecast.eta(0)?.ms).toBe(500);
    expect(forecast.eta(900)).toBeUndefined();
  });

  test('is none when nothing can be said', () => {
    const nothing = function* (): Sliced<undefined> {
      yield;
    };
    const forecast = new Forecast({ clock: new VirtualClock(0), simulate: nothing, pause: async () => {} });
    expect(forecast.eta(0)).toBeUndefined();
  });

  test('that takes longer than an instant is made while the run goes on, and the one before it counts down', async () => {
    const { asked, forecast, afterPause } = world({ costMs: 90, slices: 3 });
    expect(forecast.eta(0)).toBeUndefined();
    expect(forecast.eta(100)).toBeUndefined();
    await afterPause();
    expect(forecast.eta(200)).toBeUndefined();
    await afterPause();
    expect(forecast.eta(300)).toEqual({ ms: 599_700, basis: 'simulated', at: 0 });
    expect(asked).toEqual([0]);

    forecast.changed();
    // It took 90 ms, of which a fiftieth of the time is 4.5 s.
    expect(forecast.eta(4_400)?.at).toBe(0);
    expect(forecast.eta(4_500)).toEqual({ ms: 595_500, basis: 'simulated', at: 0 });
    await afterPause();
    await afterPause();
    expect(forecast.eta(4_600)?.at).toBe(4_500);
    expect(asked).toEqual([0, 4_500]);
  });

  test('that is being made is given up when nobody asks any more', async () => {
    const { slices, forecast, afterPause } = world({ costMs: 90, slices: 3 });
    forecast.eta(0);
    await afterPause();
    expect(slices()).toBe(2);
    forecast[Symbol.dispose]();
    await afterPause();
    expect(slices()).toBe(2);
  });

  test('that fails is an error of whoever asks, also when it was made while the run went on', async () => {
    expect(() => world({ fails: true }).forecast.eta(0)).toThrow('no forecast');
    const { forecast, afterPause } = world({ fails: true, costMs: 60, slices: 2 });
    expect(forecast.eta(0)).toBeUndefined();
    await afterPause();
    expect(() => forecast.eta(100)).toThrow('no forecast');
  });
});

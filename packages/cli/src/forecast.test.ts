import type { RunForecast } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { describe, expect, test } from 'vitest';
import { Forecast } from './forecast.ts';

/** A forecast of a run that ends at `endsAt`, and how often it was asked for. */
function world(options: { readonly remainingMs?: number; readonly costMs?: number } = {}) {
  const clock = new VirtualClock(0);
  const asked: number[] = [];
  let monotonicMs = 0;
  const simulate = (nowMs: number): RunForecast => {
    asked.push(nowMs);
    monotonicMs += options.costMs ?? 0;
    return { remainingMs: options.remainingMs ?? 600_000, basis: 'learned' };
  };
  const forecast = new Forecast({ clock: { now: () => clock.now(), monotonicMs: () => monotonicMs }, simulate });
  return { asked, forecast };
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
    const forecast = new Forecast({ clock: new VirtualClock(0), simulate: () => undefined });
    expect(forecast.eta(0)).toBeUndefined();
  });
});

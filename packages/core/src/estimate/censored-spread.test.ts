import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { censoredSpread } from './censored-spread.ts';

const DURATIONS = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 40 });

describe('durations of which some are not over', () => {
  it('are nothing while none is over', () => {
    expect(censoredSpread([], [5, 6])).toBeUndefined();
  });

  it('are their own middle and ninth of ten when all are over', () => {
    expect(censoredSpread([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], [])).toEqual({ p50Ms: 50, p90Ms: 90 });
  });

  it('are as long as those that are over when equal tasks began one after the other', () => {
    expect(censoredSpread([300, 300, 300], [10, 70, 150, 290])).toEqual({ p50Ms: 300, p90Ms: 300 });
  });

  it('are longer than the first that were over when most of the others have lasted longer', () => {
    const { p50Ms, p90Ms } = censoredSpread([10, 12], [100, 100, 100, 100, 100, 100]) ?? { p50Ms: 0, p90Ms: 0 };
    expect([p50Ms, p90Ms]).toEqual([100, 100]);
  });

  it('never become shorter by a wait that lasts', () => {
    fc.assert(
      fc.property(DURATIONS, fc.array(fc.integer({ min: 1, max: 20_000 })), (ended, running) => {
        const [without, seen] = [censoredSpread(ended, []), censoredSpread(ended, running)];
        expect(seen?.p50Ms).toBeGreaterThanOrEqual(without?.p50Ms ?? 0);
        expect(seen?.p90Ms).toBeGreaterThanOrEqual(without?.p90Ms ?? 0);
        expect(seen?.p90Ms).toBeGreaterThanOrEqual(seen?.p50Ms ?? 0);
      }),
    );
  });
});

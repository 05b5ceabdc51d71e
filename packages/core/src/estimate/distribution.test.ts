import { describe, expect, it } from 'vitest';
import { Distribution, drawZ, percentile, spreadZ } from './distribution.ts';

const DRAWS = 20_000;
const numbers = Array.from({ length: DRAWS }, (_, number) => number);

describe('a distribution', () => {
  it.each([0, 0.5])('has the percentiles it was made from, with %d of its variance in common', (commonShare) => {
    const distribution = new Distribution({ p50Ms: 900_000, p90Ms: 7_200_000 }, commonShare);
    const samples = 101;
    const drawn = numbers.map((key) => {
      const sample = key % samples;
      return distribution.durationMs(drawZ(1, sample, key), spreadZ(2, { sample, samples }));
    });
    expect(percentile(drawn, 0.5) / 900_000).toBeCloseTo(1, 1);
    // With its ends cut off, the sum of what is common and what is own reaches a seventh less far.
    expect(Math.abs(percentile(drawn, 0.9) / 7_200_000 - 1)).toBeLessThan(0.17);
  });

  it('without a spread gives the same every time', () => {
    const distribution = new Distribution({ p50Ms: 5_000, p90Ms: 5_000 }, 0.5);
    for (const key of [1, 2, 3]) expect(distribution.durationMs(drawZ(1, key), 1)).toBeCloseTo(5_000);
  });
});

describe('draws', () => {
  it('are normal between their ends, the same for the same seeds and others for others', () => {
    const drawn = numbers.map((key) => drawZ(7, 0, key));
    for (const [fraction, z] of [
      [0.1, -1.2815515655],
      [0.25, -0.6744897502],
      [0.5, 0],
      [0.9, 1.2815515655],
    ] as const)
      expect(percentile(drawn, fraction)).toBeCloseTo(z, 1);
    expect(Math.max(...drawn)).toBeCloseTo(1.6448536, 5);
    expect(drawZ(7, 0, 3)).toBe(drawn[3]);
    expect(drawZ(7, 1, 3)).not.toBe(drawn[3]);
  });

  it('that are spread over all runs fill the whole range, in another order for each seed', () => {
    const spread = (seed: number) => [0, 1, 2, 3, 4].map((sample) => spreadZ(seed, { sample, samples: 5 }));
    const sorted = [-1.2815516, -0.5244005, 0, 0.5244005, 1.2815516];
    for (const seed of [1, 2, 3])
      for (const [place, z] of spread(seed)
        .toSorted((left, right) => left - right)
        .entries())
        expect(z).toBeCloseTo(sorted[place] ?? Number.NaN, 6);
    expect(new Set([1, 2, 3, 4].map((seed) => String(spread(seed)))).size).toBeGreaterThan(1);
    expect(spreadZ(9, { sample: 0, samples: 1 })).toBe(0);
  });
});

describe('percentile', () => {
  it('interpolates between two numbers', () => {
    expect(percentile([30, 10, 20], 0.5)).toBe(20);
    expect(percentile([10, 20], 0.9)).toBeCloseTo(19);
    expect(percentile([7], 0.9)).toBe(7);
  });
});

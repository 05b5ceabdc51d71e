import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StepCurve } from './step-curve.ts';

const ENDS = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((second) => second * 1_000);
const curve = new StepCurve(ENDS);

test('counts down from the simulated end while the run goes as simulated', () => {
  expect(curve.remainingMs({ overCount: 0, elapsedMs: 0, sinceLastMs: 0 })).toBe(100_000);
  expect(curve.remainingMs({ overCount: 0, elapsedMs: 4_000, sinceLastMs: 4_000 })).toBe(96_000);
  expect(curve.remainingMs({ overCount: 5, elapsedMs: 52_000, sinceLastMs: 2_000 })).toBe(48_000);
});

test('follows the pace that the run really has', () => {
  expect(curve.remainingMs({ overCount: 5, elapsedMs: 100_000, sinceLastMs: 0 })).toBe(100_000);
  expect(curve.remainingMs({ overCount: 5, elapsedMs: 5_000, sinceLastMs: 0 })).toBeCloseTo(5_000);
});

test('does not believe a tenth of the way as much as a third', () => {
  const early = curve.remainingMs({ overCount: 1, elapsedMs: 1_000, sinceLastMs: 0 }) ?? 0;
  expect(early).toBeGreaterThan(60_000);
  expect(early).toBeLessThan(90_000);
});

test('stands still while a step takes longer than simulated, and says nothing where that was the last one', () => {
  expect(curve.remainingMs({ overCount: 5, elapsedMs: 500_000, sinceLastMs: 450_000 })).toBe(40_000);
  expect(curve.remainingMs({ overCount: 9, elapsedMs: 500_000, sinceLastMs: 410_000 })).toBeUndefined();
  expect(curve.remainingMs({ overCount: 12, elapsedMs: 100_000, sinceLastMs: 0 })).toBeUndefined();
});

test('is never negative, whatever the run does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1_000_000), { maxLength: 40 }),
      fc.nat(50),
      fc.nat(10_000_000),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (ends, overCount, elapsedMs, part) => {
        const sorted = ends.toSorted((left, right) => left - right);
        const sinceLastMs = elapsedMs * part;
        const left = new StepCurve(sorted).remainingMs({ overCount, elapsedMs, sinceLastMs });
        if (left === undefined) return;
        expect(left).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(left)).toBe(true);
      },
    ),
  );
});

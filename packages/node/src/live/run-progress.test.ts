import { expect, test } from 'vitest';
import { RunProgress } from './run-progress.ts';

test('a forecast that fails is none, is not asked for again, and is no error of whoever shows the run', () => {
  let asked = 0;
  const eta = (): never => {
    asked += 1;
    throw new Error('no forecast');
  };
  const known = new RunProgress().counts;
  const counts = { ...known, units: { ...known.units, pending: 2 } };
  const progress = new RunProgress({ eta, changed: () => {} }, counts);
  expect([progress.eta(0), progress.eta(1)]).toEqual([undefined, undefined]);
  expect(asked).toBe(1);
});

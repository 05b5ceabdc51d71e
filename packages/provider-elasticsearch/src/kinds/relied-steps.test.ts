import { expect, it } from 'vitest';
import { cutoverSteps } from './cutover-steps.ts';
import type { ReindexUnit } from './read-reindex.ts';

const UNIT = {
  source: { connection: 'old', index: 'orders' },
  dest: { index: 'copy' },
  index: 'copy',
  catchUp: { rounds: 2 },
  cutover: { mode: 'alias', alias: 'shop', freezes: true, hasGate: true },
} as unknown as ReindexUnit;

const reliedBy = (name: string, unit: ReindexUnit = UNIT) => {
  const step = cutoverSteps(unit, []).find((each) => each.name === name);
  return step?.kind === 'call' ? step.relies : undefined;
};

it('a call that leads clients over is sent only while it is known that the source is frozen', () => {
  expect(reliedBy('switch')).toEqual({
    on: 'check-frozen',
    forMs: 180_000,
    anew: ['check-frozen', 'check-alias-last'],
  });
  const { catchUp: _, ...still } = UNIT;
  expect(reliedBy('switch', still as ReindexUnit)).toMatchObject({
    on: 'check-alias-again',
    anew: ['check-alias-again'],
  });
});

it('an index is left frozen for good only while it is known to be the one that was copied', () => {
  expect(reliedBy('keep-freeze')).toMatchObject({ on: 'check-source-same' });
});

import { expect, test } from 'vitest';
import { etaBasis } from './eta-basis.ts';

test('an ETA says what it rests on, and how old it is when it is not fresh', () => {
  expect(etaBasis({ basis: 'simulated', at: 1_000 }, 20_000)).toBe('simulated');
  expect(etaBasis({ basis: 'assumed', at: 1_000 }, 20_000)).toBe('partly a guess');
  expect(etaBasis({ basis: 'simulated', at: 1_000 }, 91_000)).toBe('simulated, 1m 30s ago');
});

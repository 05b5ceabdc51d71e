import { expect, test } from 'vitest';
import { shorten } from './shorten.ts';

test('a long text is cut between characters, never within one', () => {
  expect(shorten('😀'.repeat(60))).toBe('😀'.repeat(60));
  expect(shorten('😀'.repeat(61))).toBe(`${'😀'.repeat(59)}…`);
});

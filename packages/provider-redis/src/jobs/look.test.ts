import { expect, it } from 'vitest';
import { hasMoved, type Look } from './look.ts';

const look = (expiresAtMs: number, digest = 'a'): Look => ({
  left: { digest, expiresAtMs },
  right: { digest: 'b', expiresAtMs: 70_000 },
});

it('takes no key for written because its time of expiry was computed anew', () => {
  expect(hasMoved(look(50_000), look(50_003))).toBe(false);
  expect(hasMoved(look(50_000), look(55_000))).toBe(true);
  expect(hasMoved(look(50_000), look(50_000, 'other'))).toBe(true);
  expect(hasMoved(look(50_000), { ...look(50_000), left: { digest: 'a' } })).toBe(true);
});

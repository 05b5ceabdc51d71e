import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchAddress } from './match-address.ts';

test.each([
  ['sessions', 'sessions', true],
  ['sessions', 'sessions[eu]', false],
  ['sessions[*]', 'sessions[eu-1]', true],
  ['sessions[*]', 'sessions', false],
  ['*.cutover', 'sessions[a.b].cutover', true],
  ['s*[eu-*]', 'sessions[eu-1]', true],
  ['sessions[eu.1]', 'sessions[eu-1]', false],
])('%s and %s: %j', (pattern, address, isMatch) => {
  expect(matchAddress(pattern)(address)).toBe(isMatch);
});

test('an address always matches itself, and with any part replaced by a star', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.nat(), fc.nat(), (address, first, second) => {
      const [from, to] = [first % (address.length + 1), second % (address.length + 1)].toSorted(
        (left, right) => left - right,
      );
      expect(matchAddress(`${address.slice(0, from)}*${address.slice(to)}`)(address)).toBe(true);
      expect(matchAddress(address)(address)).toBe(true);
    }),
  );
});

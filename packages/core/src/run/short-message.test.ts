import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortMessage } from './short-message.ts';

test('a short message stays as it is, on one line', () => {
  expect(shortMessage('  refused:\n  no such\tkey ')).toBe('refused: no such key');
});

test('of a long one, the beginning and the end are left', () => {
  const text = `begin ${'middle '.repeat(200)}end`;
  expect(shortMessage(text)).toMatch(/^begin middle .* … .* middle end$/);
});

test('is one line, never longer than its bound, and shortening it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
      const short = shortMessage(text);
      expect(short).not.toMatch(/[\r\n\t]/);
      expect(Array.from(short).length).toBeLessThanOrEqual(363);
      if (Array.from(short).length <= 360) expect(shortMessage(short)).toBe(short);
    }),
  );
});

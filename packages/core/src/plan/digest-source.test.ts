import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestSource } from './digest-source.ts';

const variables = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__x'), fc.constantFrom('', '1', ']', '\n'));
const source = fc.record({ text: fc.constantFrom('', 'a', '[]\n', '\n', 'é'), variables });

test('is the same for the same text and variables in any order, as text or as bytes, and for nothing else', () => {
  fc.assert(
    fc.property(source, source, (left, right) => {
      const reversed = Object.fromEntries(Object.entries(left.variables).toReversed());
      expect(digestSource(Buffer.from(left.text), reversed)).toBe(digestSource(left.text, left.variables));
      const pairs = [left, right].map(({ text, variables: given }) =>
        JSON.stringify([text, Object.entries(given).toSorted(([a], [b]) => (a < b ? -1 : 1))]),
      );
      const digests = [left, right].map(({ text, variables: given }) => digestSource(text, given));
      expect(digests[0] === digests[1]).toBe(pairs[0] === pairs[1]);
    }),
  );
});

test('changes with a comment', () => {
  expect(digestSource('name: a\n')).not.toBe(digestSource('name: a # b\n'));
});

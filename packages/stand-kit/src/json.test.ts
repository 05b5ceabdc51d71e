import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, parseJson, withoutNulls } from './json.ts';

test('canonical text is the same for the same value, however it was ordered', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(parseJson(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('nulls go at every depth, and in arrays they stay', () => {
  expect(withoutNulls({ a: null, b: { c: null, d: [null, { e: null }] } })).toEqual({ b: { d: [null, {}] } });
});

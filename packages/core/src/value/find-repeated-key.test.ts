import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findRepeatedKey } from './find-repeated-key.ts';

test('JSON as a program writes it has none', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      expect(findRepeatedKey(JSON.stringify(value, null, indent))).toBeUndefined();
    }),
  );
});

test('a key that is written twice is found wherever it is', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), (key, one, other) => {
      const name = JSON.stringify(key);
      const twice = `{${name}:${JSON.stringify(one)},"between":[${JSON.stringify(one)}],${name} : ${JSON.stringify(other)}}`;
      fc.pre(key !== 'between');
      expect(findRepeatedKey(`[{"a":${twice}}]`)).toBe(key);
    }),
  );
});

test.each([
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"a":{"b":1},"c":{"b":2}}', undefined],
  ['{"a":"a","b":"a"}', undefined],
  ['{"a":["b","b"]}', undefined],
  ['{"a\\"":1,"a\\"":2}', 'a"'],
])('%s', (text, key) => {
  expect(findRepeatedKey(text)).toBe(key);
});

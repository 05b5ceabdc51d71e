import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listTopKeys } from './list-top-keys.ts';

test('the keys of an object are listed as they are written, whatever they look like and whatever is in them', () => {
  const key = fc.oneof(fc.nat().map(String), fc.string());
  fc.assert(
    fc.property(fc.uniqueArray(key), fc.jsonValue(), fc.constantFrom('', '\n '), (keys, value, space) => {
      const entries = keys.map((name) => `${JSON.stringify(name)}${space}:${space}${JSON.stringify(value)}`);
      expect(listTopKeys(`${space}{${entries.join(`${space},`)}}`)).toEqual(keys);
    }),
  );
});

test('escapes in keys are read', () => {
  expect(listTopKeys('{"\\u0061":1,"a\\"":{"b":2}}')).toEqual(['a', 'a"']);
});

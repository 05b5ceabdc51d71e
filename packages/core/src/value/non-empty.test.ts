import { expect, test } from 'vitest';
import { nonEmpty } from './non-empty.ts';

test.each([
  ['a list', [0]],
  ['a map', new Map([['a', 1]])],
  ['a set', new Set(['a'])],
  ['an object', { a: undefined }],
  ['an object with a member called size', { size: 0 }],
  ['an object with a member called length', { length: 0 }],
])('%s with something in it is the very same', (_, entries: object) => {
  expect(nonEmpty(entries)).toBe(entries);
});

test.each([
  ['a list', []],
  ['a map', new Map()],
  ['a set', new Set()],
  ['an object', {}],
  ['what is not there,', undefined],
])('%s with nothing in it is undefined', (_, entries: object | undefined) => {
  expect(nonEmpty(entries)).toBeUndefined();
});

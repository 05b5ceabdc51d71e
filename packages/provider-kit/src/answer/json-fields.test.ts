import { expect, test } from 'vitest';
import { objectOf, parseJsonObject, textOf, textsOf } from './json-fields.ts';

test('only a text with something in it is a text', () => {
  expect([textOf('a'), textOf(''), textOf(0), textOf(null), textOf(undefined)]).toEqual([
    'a',
    ...Array(4).fill(undefined),
  ]);
});

test('what is no object is an empty one', () => {
  expect([objectOf({ a: 1 }), objectOf([1]), objectOf(null), objectOf('a')]).toEqual([{ a: 1 }, {}, {}, {}]);
});

test('only texts of a list are texts', () => {
  expect([textsOf(['a', 1, '']), textsOf('a'), textsOf(undefined)]).toEqual([['a', ''], [], []]);
});

test('text that is no JSON object gives nothing', () => {
  expect(parseJsonObject('{"a":1}')).toEqual({ a: 1 });
  for (const text of ['', '{', '[]', 'null', '1', '<html>']) expect(parseJsonObject(text)).toBeUndefined();
});

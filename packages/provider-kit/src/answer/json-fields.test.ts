import { expect, test } from 'vitest';
import { objectOf, parseJsonObject, textOf, textsOf, timeMsOf } from './json-fields.ts';

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

test('only a text can name a time', () => {
  expect(timeMsOf('2026-01-15T08:00:00Z')).toBe(Date.UTC(2026, 0, 15, 8));
  expect([timeMsOf('soon'), timeMsOf(''), timeMsOf(0), timeMsOf(undefined)]).toEqual(Array(4).fill(undefined));
});

test('text that is no JSON object gives nothing', () => {
  expect(parseJsonObject('{"a":1}')).toEqual({ a: 1 });
  for (const text of ['', '{', '[]', 'null', '1', '<html>']) expect(parseJsonObject(text)).toBeUndefined();
});

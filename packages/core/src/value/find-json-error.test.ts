import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonError } from './find-json-error.ts';

const json = fc
  .tuple(fc.jsonValue(), fc.constantFrom(0, 2))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

test('a text has an error where JSON.parse refuses it, and nowhere else', () => {
  const edited = fc
    .tuple(json, fc.nat(), fc.constantFrom('', ',', ']', '}', '"', ':', '\\', '0', '-', 'n', '\n', '#'), fc.nat(2))
    .map(([text, at, put, cut]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + put + text.slice(start + cut);
    });
  fc.assert(
    fc.property(fc.oneof(json, edited, fc.string()), (text) => {
      expect(findJsonError(text) === undefined).toBe(isJson(text));
    }),
    { numRuns: 2000 },
  );
});

test('up to an error there is none: cut there, a text only ends too early', () => {
  fc.assert(
    fc.property(json, fc.nat(), fc.string({ minLength: 1 }), (text, at, put) => {
      const start = at % (text.length + 1);
      const broken = text.slice(0, start) + put + text.slice(start);
      const error = findJsonError(broken);
      fc.pre(error !== undefined);
      const before = broken.slice(0, error);
      expect([undefined, before.length]).toContain(findJsonError(before));
    }),
  );
});

test.each([
  ['[{"a":1},]', 9],
  ['{"a":1,}', 7],
  ['{"a" 1}', 5],
  ["{'a':1}", 1],
  ['{a:1}', 1],
  ['# a\n[]', 0],
  ['[1] 2', 4],
  ['[01]', 1],
  ['[nul]', 1],
  ['[1,,2]', 3],
  ['[1 2]', 3],
  ['["a\tb"]', 3],
  ['["a\\x"]', 3],
  ['["a', 3],
  ['[1', 2],
  ['[1}', 2],
  ['', 0],
  ['\ufeff[1,]', 4],
])('%j is at fault at %i', (text, at) => {
  expect(findJsonError(text)).toBe(at);
});

test('no depth is too much', () => {
  expect(findJsonError('['.repeat(200_000) + ']'.repeat(200_000))).toBeUndefined();
  expect(findJsonError('['.repeat(200_000))).toBe(200_000);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

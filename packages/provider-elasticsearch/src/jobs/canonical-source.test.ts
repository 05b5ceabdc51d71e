import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonText } from '../testing/json-texts.ts';
import { canonicalSource } from './canonical-source.ts';

const texts = fc.array(fc.nat(), { maxLength: 80 }).map(jsonText);

it('of any value is another text of the same value, and the canonical text of itself', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const canonical = canonicalSource(text);
      // Apart from the sign of a zero, which is no value of its own.
      expect(unsigned(JSON.parse(canonical))).toEqual(unsigned(JSON.parse(text)));
      expect(canonicalSource(canonical)).toBe(canonical);
    }),
  );
});

it('does not depend on the order of members, on spaces or on escapes', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.string(), texts), { selector: ([name]) => name, maxLength: 40 }),
      fc.nat(),
      (members, turn) => {
        const printed = (all: readonly (readonly [string, string])[], space: string): string =>
          `{${all.map(([name, value]) => `${space}${escaped(name, space !== '')}${space}:${value}`).join(',')}}`;
        const at = members.length === 0 ? 0 : turn % members.length;
        const turned = [...members.slice(at), ...members.slice(0, at)].toReversed();
        expect(canonicalSource(printed(turned, ' '))).toBe(canonicalSource(printed(members, '')));
      },
    ),
  );
});

it('does not read what is no JSON', () => {
  for (const text of ['{"a" 1}', '{a:1}', '{"a":1', '["a"', '[1 2]', '"a', '{1:2}'])
    expect(() => canonicalSource(text), text).toThrow(SyntaxError);
});

it.each([
  [['1.10', '1.1', '11e-1', '0.11E1']],
  [['1E+2', '100.0', '100', '1e2']],
  [['-0.0', '0', '-0', '0.0e5']],
  [['0.12345678901234567890123', '0.12345678901234568']],
  [['"\\u0041"', '"A"']],
  [['"a\\/b"', '"a/b"']],
  [['"\\ud83d\\ude00"', '"😀"']],
  [['[1,[2,"a"],{}]', '[ 1,[2,"a"],{}]', '[1 ,[2,"a"],{}]', '[1,[2,"a"],{} ]', '[1.0,[2.0,"\\u0061"],{ }]']],
  [['[]', '[ ]']],
])('is the same for %j', (texts) => {
  expect(new Set(texts.map(canonicalSource)).size).toBe(1);
});

it.each([
  [['9007199254740993', '9007199254740992', '9007199254740994']],
  [['12345678901234567890123', '12345678901234567890124']],
  [['1', '"1"', '[1]', 'true']],
  [['null', '""', '[]', '{}', '0', 'false']],
  [['[1,2]', '[2,1]', '[1]', '[[1],2]']],
  [['{"a":1,"b":2}', '{"a":2,"b":1}', '{"a":1}', '{"a":1,"b":null}']],
  [['"\\ud800"', '"\\ud801"', '"�"']],
])('tells %j apart', (texts) => {
  expect(new Set(texts.map(canonicalSource)).size).toBe(texts.length);
});

it('reads what is nested deeply', () => {
  const deep = `${'[{"a":'.repeat(1_000)}1.0${'}]'.repeat(1_000)}`;
  expect(canonicalSource(deep)).toBe(deep.replace('1.0', '1'));
});

function escaped(text: string, isEscaped: boolean): string {
  if (!isEscaped) return JSON.stringify(text);
  return `"${[...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`;
}

function unsigned(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

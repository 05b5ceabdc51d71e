import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTemplate } from '../plan/syntax/parse-template.ts';
import { canonicalJson, escapeTemplate } from './canonical-json.ts';
import { Interpolation, type Json, JsonText, Reference } from './value.ts';

const secret = new Reference(['secrets', 'es']);

test('keys are sorted by code units and nothing else is changed', () => {
  expect(canonicalJson({ b: [1, null, { d: true, c: 'x' }], a: -0, É: 1, Z: 2 })).toBe(
    '{"Z":2,"a":0,"b":[1,null,{"c":"x","d":true}],"É":1}',
  );
});

test('a reference and a text that looks like one differ', () => {
  expect(canonicalJson(secret)).toBe(`"\${{ secrets.es }}"`);
  expect(canonicalJson(`\${{ secrets.es }}`)).toBe(`"$\${{ secrets.es }}"`);
  expect(canonicalJson(new Interpolation([`\${{ a }}`, secret]))).toBe(`"$\${{ a }}\${{ secrets.es }}"`);
  expect(canonicalJson(new JsonText({ b: secret, a: 1 }))).toBe(JSON.stringify(`{"a":1,"b":"\${{ secrets.es }}"}`));
});

test('is JSON with the same meaning, and the same for every order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const plain = JSON.parse(JSON.stringify(value).replaceAll(`\${{`, '')) as Json;
      expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      expect(canonicalJson(reverseKeys(plain))).toBe(canonicalJson(plain));
    }),
  );
});

test('an escaped text is read back by the plan language', () => {
  const piece = fc.constantFrom('$', '{', '}', `\${{`, '}}', 'a', ' ', 'inputs.x');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      expect(parseTemplate(escapeTemplate(text))).toEqual({ value: text, problems: [] });
    }),
  );
});

function reverseKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => reverseKeys(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, Json>>)
      .toReversed()
      .map(([key, child]) => [key, reverseKeys(child)]),
  );
}

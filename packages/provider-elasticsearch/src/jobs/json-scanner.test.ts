import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonText } from '../testing/json-texts.ts';
import { JsonScanner } from './json-scanner.ts';

const jsonTexts = fc.array(fc.nat(), { maxLength: 80 }).map(jsonText);

it('finds every value of any text as it is written', () => {
  fc.assert(
    fc.property(fc.array(jsonTexts), fc.array(fc.tuple(fc.string(), jsonTexts)), (elements, members) => {
      const object = members.map(([name, value]) => `${JSON.stringify(name)} : ${value}`).join(' ,');
      const scanner = new JsonScanner(`{"list": [ ${elements.join(' , ')} ] , "of": {${object}}}`);
      const found: string[] = [];
      const named: [string, string][] = [];
      scanner.object((name) => {
        if (name === 'list') scanner.array(() => found.push(scanner.raw()));
        else scanner.object((member) => named.push([member, scanner.raw()]));
      });
      expect(found).toEqual(elements);
      expect(named).toEqual(members);
    }),
  );
});

it('says where a text ends early, wherever it is cut', () => {
  fc.assert(
    fc.property(jsonTexts, fc.nat(), (value, at) => {
      const text = `{"a":${value}}`;
      const scanner = new JsonScanner(text.slice(0, at % text.length));
      expect(() => scanner.object(() => scanner.raw())).toThrow(SyntaxError);
    }),
  );
});

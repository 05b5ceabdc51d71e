import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readVariables } from './read-variables.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-variables-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'a.json'), '{ "sink": "es-1", "count": 3, "isBig": true }');
writeFileSync(join(folder, 'b.vars'), '# inputs\nsink=es-2\r\n\nurl=http://x?a=b\n');
writeFileSync(join(folder, 'broken.json'), '{ "sink": ');
writeFileSync(join(folder, 'empty.json'), '{ "sink": null }');
writeFileSync(join(folder, 'nested.json'), '{ "sinks": ["es-1"], "sizes": { "a": 1 } }');
writeFileSync(join(folder, 'same.yaml'), 'sinks: [es-1]\nsizes:\n  a: 1\nzip: 02142\nflag: True\ntext: "x: y"\n');
writeFileSync(join(folder, 'broken.yaml'), 'a: [1,\n');
writeFileSync(join(folder, 'twice.yaml'), 'a: 1\na: 2\n');
writeFileSync(join(folder, 'list.yaml'), '- a\n');
writeFileSync(join(folder, 'empty.yaml'), 'a:\n');
writeFileSync(join(folder, 'lost.yaml'), 'a:\n  - 02142\n');

test('files come first, in order, and single values win', () => {
  const flags = { varFile: ['a.json', 'b.vars'], var: ['count=4', 'empty='] };
  expect(readVariables(flags, folder)).toEqual({
    sink: 'es-2',
    count: '4',
    isBig: 'true',
    url: 'http://x?a=b',
    empty: '',
  });
});

test('lists and maps of JSON and YAML are given as text, and what YAML says of a single value is given as it is written', () => {
  const collections = { sinks: '\n["es-1"]', sizes: '\n{"a":1}' };
  expect(readVariables({ varFile: ['nested.json'] }, folder)).toEqual(collections);
  expect(readVariables({ varFile: ['same.yaml'] }, folder)).toEqual({
    ...collections,
    zip: '02142',
    flag: 'True',
    text: 'x: y',
  });
});

test.each([
  [{ var: ['=x'] }, '--var =x is not of the form name=value.'],
  [{ varFile: ['broken.json'] }, 'broken.json:1:11: no valid JSON from here on.'],
  [{ varFile: ['empty.json'] }, 'empty.json: sink has no value.'],
  [{ varFile: ['broken.yaml'] }, 'broken.yaml:2:1: '],
  [{ varFile: ['twice.yaml'] }, 'twice.yaml:2:1: '],
  [{ varFile: ['list.yaml'] }, 'list.yaml:1:1: the file is not a map of inputs.'],
  [{ varFile: ['empty.yaml'] }, 'empty.yaml:1:1: a has no value.'],
  [{ varFile: ['lost.yaml'] }, 'lost.yaml:2:5: 02142 is the number 2142'],
  [{ varFile: ['missing.json'] }, 'missing.json cannot be read: there is no such file.'],
])('%j is refused', (flags, message) => {
  expect(() => readVariables(flags, folder)).toThrow(message);
});

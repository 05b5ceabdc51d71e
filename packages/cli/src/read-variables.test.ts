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
writeFileSync(join(folder, 'nested.json'), '{ "sink": [] }');

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

test.each([
  [{ var: ['=x'] }, '--var =x is not of the form name=value.'],
  [{ varFile: ['broken.json'] }, 'broken.json is not valid JSON.'],
  [{ varFile: ['nested.json'] }, 'nested.json: sink is neither text, a number nor true or false.'],
  [{ varFile: ['missing.json'] }, 'missing.json cannot be read: there is no such file.'],
])('%j is refused', (flags, message) => {
  expect(() => readVariables(flags, folder)).toThrow(message);
});

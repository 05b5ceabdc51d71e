import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createSecretReader } from './create-secret-reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-secret-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'unix'), 'value\n');
writeFileSync(join(folder, 'windows'), 'value \r\n');
writeFileSync(join(folder, 'two'), 'a\n\n');
mkdirSync(join(folder, 'directory'));
const read = createSecretReader({ env: { NAME: 'from-env' }, cwd: folder });

test.each([
  ['unix', 'value'],
  ['windows', 'value '],
  ['two', 'a\n'],
  ['missing', undefined],
])('the file %s holds %j', (path, value) => {
  expect(read({ kind: 'file', path })).toBe(value);
});

test('variables are read from the given environment', () => {
  expect(read({ kind: 'env', name: 'NAME' })).toBe('from-env');
  expect(read({ kind: 'env', name: 'PATH' })).toBeUndefined();
});

test('a fault that is not absence is thrown', () => {
  expect(() => read({ kind: 'file', path: 'directory' })).toThrow('EISDIR');
});

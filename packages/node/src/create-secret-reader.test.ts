import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretUnreadableError } from '@waybill/core';
import { afterAll, expect, test } from 'vitest';
import { createSecretReader } from './create-secret-reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-secret-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'unix'), 'value\n');
writeFileSync(join(folder, 'windows'), 'value \r\n');
writeFileSync(join(folder, 'two'), 'a\n\n');
mkdirSync(join(folder, 'directory'));
writeFileSync(join(folder, 'latin1'), Buffer.from('p\u00e4ss-word\n', 'latin1'));
writeFileSync(join(folder, 'utf16'), Buffer.from('\ufeffp\u00e4ss-word\n', 'utf16le'));
writeFileSync(join(folder, 'mark'), '\ufeffvalue\n');
writeFileSync(join(folder, 'large'), Buffer.alloc(2_000_000, 'x'));
const read = createSecretReader({ env: { NAME: 'from-env' }, cwd: folder });

test.each([
  ['unix', 'value'],
  ['windows', 'value '],
  ['two', 'a\n'],
  ['mark', '\ufeffvalue'],
  ['missing', undefined],
])('the file %s holds %j', (path, value) => {
  expect(read({ kind: 'file', path })).toBe(value);
});

test('variables are read from the given environment', () => {
  expect(read({ kind: 'env', name: 'NAME' })).toBe('from-env');
  expect(read({ kind: 'env', name: 'PATH' })).toBeUndefined();
});

test.each([
  ['directory', 'The secret file directory is a directory, but only regular files are read.'],
  ['large', 'The secret file large has 2000000 bytes or more; at most 1048576 are read.'],
  ['latin1', 'The secret file latin1 is not UTF-8: byte 2 is not part of a character.'],
  ['utf16', 'The secret file utf16 is in UTF-16, not in UTF-8.'],
])('a secret file that cannot be taken as it is, is refused by name: %s', (path, message) => {
  expect(() => read({ kind: 'file', path })).toThrow(SecretUnreadableError);
  expect(() => read({ kind: 'file', path })).toThrow(message);
});

test.skipIf(process.platform === 'win32')('a pipe and an endless device are refused instead of waited for', () => {
  expect(spawnSync('mkfifo', [join(folder, 'pipe')]).status).toBe(0);
  expect(() => read({ kind: 'file', path: 'pipe' })).toThrow('is a pipe');
  expect(() => read({ kind: 'file', path: '/dev/zero' })).toThrow('is a device');
});

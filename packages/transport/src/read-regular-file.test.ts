import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readRegularFile } from './read-regular-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bytes = Buffer.from(Array.from({ length: 200_000 }, (_none, index) => index % 256));
writeFileSync(join(folder, 'file'), bytes);
symlinkSync('file', join(folder, 'link'));
mkdirSync(join(folder, 'directory'));

test('every byte of a file is read, through a link too', () => {
  expect(readRegularFile(join(folder, 'file'), 1_000_000)).toEqual(bytes);
  expect(readRegularFile(join(folder, 'link'), 1_000_000)).toEqual(bytes);
});

test('a file of exactly the limit is read, and one byte more is refused', () => {
  expect(readRegularFile(join(folder, 'file'), bytes.length)).toHaveLength(bytes.length);
  expect(() => readRegularFile(join(folder, 'file'), bytes.length - 1)).toThrow('at most 199999 are read');
});

test('a directory is refused, and what is not there is said by the system', () => {
  expect(() => readRegularFile(join(folder, 'directory'), 10)).toThrow('is a directory, but only regular files');
  expect(() => readRegularFile(join(folder, 'missing'), 10)).toThrow('ENOENT');
});

describe.skipIf(process.platform === 'win32')('what never ends is not waited for', () => {
  test('a pipe that nothing writes to', () => {
    expect(spawnSync('mkfifo', [join(folder, 'pipe')]).status).toBe(0);
    expect(() => readRegularFile(join(folder, 'pipe'), 10)).toThrow('is a pipe');
  });

  test.each(['/dev/zero', '/dev/null', '/dev/tty'])('%s', (path) => {
    expect(() => readRegularFile(path, 10)).toThrow(/is a device|ENXIO|ENOENT/);
  });
});

describe.skipIf(process.platform !== 'linux')('files without a stated size', () => {
  test('are read, and the limit holds', () => {
    expect(readRegularFile('/proc/self/status', 1_000_000).toString()).toContain('Name:');
    expect(() => readRegularFile('/proc/self/status', 10)).toThrow('at most 10 are read');
  });
});

import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectWritable, writeWhole } from './write-whole.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-write-'));
  writeFileSync(join(folder, 'real'), 'before');
  symlinkSync('real', join(folder, 'link'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('a plan that is a link is written where it points', () => {
  writeWhole('link', folder, ['af', 'ter']);
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(read('real')).toBe('after');
});

test('output replaces a link, and the file that it points to stays as it is', () => {
  writeWhole('link', folder, ['output'], { replacesLink: true });
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(false);
  expect(read('link')).toBe('output');
  expect(read('real')).toBe('before');
  expect(lstatSync(join(folder, 'link')).mode & 0o777).toBe(0o600);
});

test('whether a place can be written is found without a trace', () => {
  expectWritable('new', folder);
  expect(readdirSync(folder).toSorted()).toEqual(['link', 'real']);
  expect(() => expectWritable('missing/new', folder)).toThrow(/ENOENT/);
  expect(() => expectWritable('.', folder)).toThrow('it is a directory');
});

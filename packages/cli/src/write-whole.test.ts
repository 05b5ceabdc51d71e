import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectWritable, type WriteWholeOptions, writeWhole, writeWholeInPieces } from './write-whole.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-write-'));
  writeFileSync(join(folder, 'real'), 'before');
  symlinkSync('real', join(folder, 'link'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe.each([
  ['at once', async (...[path, text, options]: Written) => writeWhole(path, folder, text, options)],
  ['in pieces', (...[path, text, options]: Written) => writeWholeInPieces(path, folder, text, options)],
])('written %s', (_how, write) => {
  test('a plan that is a link is written where it points', async () => {
    await write('link', 'after');
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(read('real')).toBe('after');
  });

  test('output replaces a link, and the file that it points to stays as it is', async () => {
    await write('link', 'output', { replacesLink: true });
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(false);
    expect(read('link')).toBe('output');
    expect(read('real')).toBe('before');
    expect(lstatSync(join(folder, 'link')).mode & 0o777).toBe(0o600);
  });
});

describe('what is not a regular file is never replaced by one', () => {
  beforeEach(() => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    symlinkSync('pipe', join(folder, 'link-to-pipe'));
    symlinkSync('/dev/null', join(folder, 'link-to-null'));
    symlinkSync('/proc/self/fd/1', join(folder, 'link-to-stdout'));
  });

  test.each(['pipe', 'link-to-pipe', 'link-to-null', 'link-to-stdout'])('%s', async (name) => {
    const before = readdirSync(folder).toSorted();
    const kind = lstatSync(join(folder, name)).mode;
    for (const replacesLink of [true, false]) {
      expect(() => writeWhole(name, folder, 'text', { replacesLink })).toThrow('is not a regular file');
      await expect(writeWholeInPieces(name, folder, ['text'], { replacesLink })).rejects.toMatchObject({
        code: 'CLI_FILE_NOT_REGULAR',
      });
    }
    expect(() => expectWritable(name, folder)).toThrow('is not a regular file');
    expect(lstatSync(join(folder, name)).mode).toBe(kind);
    expect(readdirSync(folder).toSorted()).toEqual(before);
  });
});

test('pieces are made one after the other, with the event loop free in between', async () => {
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns += 1;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  const seen: number[] = [];
  await writeWholeInPieces(
    'new',
    folder,
    onEach(['a', 'b', 'c'], () => seen.push(turns)),
  );
  isDone = true;
  expect(read('new')).toBe('abc');
  expect(new Set(seen).size).toBe(3);
});

test('a piece that cannot be made leaves the old file and no trace', async () => {
  const pieces = onEach(['a', 'b'], (piece) => {
    if (piece === 'b') throw new Error('no more');
  });
  await expect(writeWholeInPieces('real', folder, pieces)).rejects.toThrow('no more');
  expect(read('real')).toBe('before');
  expect(readdirSync(folder).toSorted()).toEqual(['link', 'real']);
});

test('whether a place can be written is found without a trace', () => {
  expectWritable('new', folder);
  expect(readdirSync(folder).toSorted()).toEqual(['link', 'real']);
  expect(() => expectWritable('missing/new', folder)).toThrow(/ENOENT/);
  expect(() => expectWritable('.', folder)).toThrow('it is a directory');
});

test('no draft is left where a disk is full', () => {
  const load = `const { expectWritable } = await import(${JSON.stringify(join(import.meta.dirname, 'write-whole.ts'))});`;
  const code = `${load} try { expectWritable('new', '.') } catch (error) { process.exit(error.code === 'EFBIG' ? 7 : 1) }`;
  const limited = `ulimit -f 0; trap '' XFSZ; exec "$0" --input-type=module -e "$1"`;
  const { status } = spawnSync('bash', ['-c', limited, process.execPath, code], { cwd: folder });
  expect(status).toBe(7);
  expect(readdirSync(folder).toSorted()).toEqual(['link', 'real']);
});

type Written = [path: string, text: string, options?: WriteWholeOptions];

function* onEach(pieces: readonly string[], see: (piece: string) => void): Generator<string> {
  for (const piece of pieces) {
    see(piece);
    yield piece;
  }
}

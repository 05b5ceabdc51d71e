import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LeftOutFile } from './left-out-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-left-out-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const state = (): string => join(folder, 'shop.db');
const file = (): string => join(folder, 'shop.db.refused.jsonl');

async function linesOf(kept: LeftOutFile): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of kept.read()) lines.push(line);
  return lines;
}

test('is made with its first line, named for people, and readable by its owner only', async () => {
  await using kept = new LeftOutFile(state());
  expect(statSync(file(), { throwIfNoEntry: false })).toBeUndefined();
  expect(await linesOf(kept)).toEqual([]);
  await kept.append(['one']);
  expect(kept.place).toBe('shop.db.refused.jsonl, next to the state');
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

test('writes of slices side by side follow each other', async () => {
  await using kept = new LeftOutFile(state());
  const batches = Array.from({ length: 50 }, (_, at) => [`${at}-a`, `${at}-b`]);
  await Promise.all(batches.map((lines) => kept.append(lines)));
  expect(await linesOf(kept)).toEqual(batches.flat());
});

test('a part of a line that a killed process left does not take the next one with it', async () => {
  appendFileSync(file(), '{"id":"whole"}\n{"id":"to');
  await using kept = new LeftOutFile(state());
  await kept.append(['{"id":"next"}']);
  expect(readFileSync(file(), 'utf8').split('\n')).toEqual(['{"id":"whole"}', '{"id":"to', '{"id":"next"}', '']);
});

test('what cannot be written is said, and the next write is tried anew', async () => {
  mkdirSync(file());
  await using kept = new LeftOutFile(state());
  const error = { code: 'JOURNAL_WRITE_FAILED', message: expect.stringContaining('shop.db.refused.jsonl') as unknown };
  await expect(kept.append(['one'])).rejects.toMatchObject(error);
  rmSync(file(), { recursive: true });
  await kept.append(['two']);
  expect(await linesOf(kept)).toEqual(['two']);
});

test('a write that fails half-way does not take the next line with it', async () => {
  await using kept = new LeftOutFile(state());
  await kept.append(['whole']);
  const prototype = Object.getPrototypeOf(await lentHandle()) as FileHandle;
  const whole = Object.getOwnPropertyDescriptor(prototype, 'appendFile') ?? {};
  prototype.appendFile = async function (this: FileHandle) {
    await this.write('hal');
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  try {
    await expect(kept.append(['halved'])).rejects.toMatchObject({ code: 'JOURNAL_WRITE_FAILED' });
  } finally {
    Object.defineProperty(prototype, 'appendFile', whole);
  }
  await kept.append(['next']);
  expect(await linesOf(kept)).toEqual(['whole', 'hal', 'next']);
});

async function lentHandle(): Promise<FileHandle> {
  await using handle = await open(join(folder, 'lent'), 'w');
  return handle;
}

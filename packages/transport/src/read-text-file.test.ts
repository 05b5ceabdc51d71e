import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readTextFile } from './read-text-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'waybill-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('gives the text, and nothing for a file that is not there', async () => {
  writeFileSync(join(folder, 'key'), 'ak = ключ\n');
  expect(await readTextFile(join(folder, 'key'))).toBe('ak = ключ\n');
  expect(await readTextFile(join(folder, 'gone'))).toBeUndefined();
});

test('refuses a pipe that nobody writes to, a device without an end, a directory, and a file that is too large', async () => {
  const pipe = join(folder, 'pipe');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  writeFileSync(join(folder, 'large'), 'x'.repeat(1024 * 1024 + 1));
  await expect(readTextFile(pipe)).rejects.toMatchObject({ code: 'FILE_NOT_REGULAR' });
  await expect(readTextFile('/dev/zero')).rejects.toMatchObject({ code: 'FILE_NOT_REGULAR' });
  await expect(readTextFile(folder)).rejects.toMatchObject({ code: 'FILE_NOT_REGULAR' });
  await expect(readTextFile(join(folder, 'large'))).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
});

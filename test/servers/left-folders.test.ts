import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FOLDER_PREFIX, removeLeftFolders } from './left-folders.ts';

function createLeft(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'segment'), '');
  return folder;
}

it('removes what processes left that are no more, and nothing else', () => {
  const { pid: ended } = spawnSync(process.execPath, ['--version']);
  const folders = [`${ended}`, `${process.pid}`, 'unknown'].map(createLeft);
  removeLeftFolders();
  expect(folders.map(existsSync)).toEqual([false, true, true]);
});

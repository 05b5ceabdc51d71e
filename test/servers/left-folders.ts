import { globSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The name of a server's folder: this, and the process that started it. */
export const FOLDER_PREFIX = 'waybill-server-';

/** A process that was killed with SIGKILL took its servers with it, but could not remove their folders. */
export function removeLeftFolders(): void {
  for (const name of globSync(`${FOLDER_PREFIX}*`, { cwd: tmpdir() })) {
    const pid = Number(name.slice(FOLDER_PREFIX.length).split('-')[0]);
    if (!isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

import { globSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The name of a server's folder: this, and the process that started it. */
export const FOLDER_PREFIX = 'waybill-server-';

/** A process that was killed with SIGKILL took its servers with it, but could not remove their folders. */
export function removeLeftFolders(): void {
  for (const name of globSync(`${FOLDER_PREFIX}*`, { cwd: tmpdir() })) {
    const pid = Number(/^\d+(?=-)/.exec(name.slice(FOLDER_PREFIX.length))?.[0]);
    if (!Number.isNaN(pid) && !isAlive(pid)) removeIfOurs(join(tmpdir(), name));
  }
}

/** Another user of the machine removes theirs. */
function removeIfOurs(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
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

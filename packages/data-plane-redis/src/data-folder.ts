import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Of the folders that hold the servers of a sandbox: this, and the process that started them. */
const PREFIX = 'waybill-data-';

const GUARD = `
read -r line
rm -rf "$1"
`;

/** A folder for one data plane, which goes when it is disposed of, and when this process ends in any other way. */
export class DataFolder implements AsyncDisposable {
  readonly path: string;
  readonly #guard: ReturnType<typeof spawn>;
  readonly #guardEnded: Promise<unknown>;

  constructor(within: string = tmpdir()) {
    removeLeftFolders(within);
    this.path = mkdtempSync(join(realpathSync(within), `${PREFIX}${process.pid}-`));
    this.#guard = spawn('/bin/sh', ['-c', GUARD, 'guard', this.path], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#guardEnded = once(this.#guard, 'exit').catch(() => {});
    this.#guard.stdin?.on('error', () => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#guard.stdin?.end();
    await this.#guardEnded;
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Of sandboxes that were killed together with their guards, as by a machine that ran out of memory. */
export function removeLeftFolders(within: string): void {
  for (const name of globSync(`${PREFIX}*`, { cwd: within })) {
    const pid = Number(/^\d+(?=-)/.exec(name.slice(PREFIX.length))?.[0]);
    if (!Number.isNaN(pid) && !isAlive(pid)) removeWithServers(join(realpathSync(within), name));
  }
}

/** Another user of the machine removes theirs. */
function removeWithServers(folder: string): void {
  try {
    for (const file of globSync('**/server.pid', { cwd: folder })) endLeftServer(join(folder, file));
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
  }
}

/** A process id may be another's by now: a server of ours works in the folder that its file is in. */
function endLeftServer(pidFile: string): void {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').trim());
    if (readlinkSync(`/proc/${pid}/cwd`) === dirname(pidFile)) process.kill(pid, 'SIGKILL');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ESRCH') throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

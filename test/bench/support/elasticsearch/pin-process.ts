import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Where the source and who searches it run, and all else: as if they had machines of their own. */
export const SOURCE_CORES = '0';
export const OTHER_CORES: string = cpus().length > 2 ? `1-${cpus().length - 1}` : '1';
export const ALL_CORES = `0-${cpus().length - 1}`;

/** Lets a process, its threads and what it starts later run on these cores alone. False where this machine has no such tool. */
export function pinProcess(pid: number, cores: string): boolean {
  return spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(pid)]).status === 0;
}

import { readdirSync, readFileSync } from 'node:fs';

/** A tree that grows faster than it is stopped is killed as far as it is known. */
const MAX_ROUNDS = 8;

/**
 * Kills a process with its group and, on Linux, with everything below it that left the group, as `setsid` does. All are
 * stopped first, so that none starts another one meanwhile. A process whose parent has ended already is below nothing any
 * more: it is a daemon, and left to itself.
 */
export function killProcessTree(pid: number): void {
  const below = stopTree(pid);
  killGroup(pid);
  for (const other of below) signal(other, 'SIGKILL');
}

/** Kills a process and those of its group. */
export function killGroup(pid: number): void {
  signal(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
}

function stopTree(root: number): ReadonlySet<number> {
  const below = new Set<number>();
  if (process.platform !== 'linux') return below;
  signal(root, 'SIGSTOP');
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const found = listBelow(root).filter((pid) => !below.has(pid));
    if (found.length === 0) break;
    for (const pid of found) {
      signal(pid, 'SIGSTOP');
      below.add(pid);
    }
  }
  return below;
}

function listBelow(root: number): readonly number[] {
  const childrenOf = Map.groupBy(listProcesses(), ({ parent }) => parent);
  const found = [root];
  for (const pid of found) found.push(...(childrenOf.get(pid) ?? []).map((child) => child.pid));
  return found.slice(1);
}

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
}

/** Source: proc_pid_stat(5). The name, in brackets, may hold anything; the parent is the second field behind it. */
function listProcesses(): readonly RunningProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [{ pid: Number(pid), parent: Number(parent) }];
    } catch {
      return []; // It has ended.
    }
  });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ClusterClient } from '../../../elasticsearch/support/cluster-client.ts';

export interface Searched {
  readonly cluster: ClusterClient;
  readonly index: string;
  /** Gets the process that searches, when it is there. */
  readonly onStart: (pid: number) => void;
}

/** Lets a client search while `work` is done; what each search took, in milliseconds. */
export async function searchDuring(
  { cluster, index, onStart }: Searched,
  work: () => Promise<unknown>,
): Promise<number[]> {
  const child = fork(join(import.meta.dirname, 'search-main.ts'), [cluster.url, index], { execArgv: [] });
  try {
    onStart(child.pid ?? 0);
    await work();
    const answered = once(child, 'message');
    child.send('stop');
    const [tookMs] = (await answered) as [number[]];
    return tookMs;
  } finally {
    child.kill();
  }
}

/** `share`: 0.99 is p99. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

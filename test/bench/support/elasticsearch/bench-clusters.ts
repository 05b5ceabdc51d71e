import { ClusterClient } from '../../../elasticsearch/support/cluster-client.ts';
import type { ServerName } from '../../../servers/catalogue.ts';
import { describeMissing } from '../../../servers/missing-tools.ts';
import { startServers } from '../../../servers/start-servers.ts';

const OLD: ServerName = 'elasticsearch-7.10';
const NEW: ServerName = 'elasticsearch-7.17';
const HEAP_MB = 512;

/** Two real clusters of one node each: 7.10 and 7.17, with a heap of 512 MB. */
export interface BenchClusters {
  readonly old: ClusterClient;
  readonly target: ClusterClient;
  /** Processes of both. */
  readonly pids: { readonly old: number; readonly target: number };
}

/** Runs `bench` between two clusters. Where this machine has none, it says so, and nothing is measured. */
export async function withClusters<Row>(
  bench: (clusters: BenchClusters) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const missing = new Set([OLD, NEW].flatMap((name) => describeMissing(name, process) ?? []));
  if (missing.size > 0) {
    console.warn(`  NOTHING WAS MEASURED: it needs real servers.\n  ${[...missing].join('\n  ')}`);
    return [];
  }
  await using servers = await startServers({ old: OLD, target: NEW }, { heapMb: HEAP_MB, report: console.log });
  return await bench({
    old: new ClusterClient(servers.old.url),
    target: new ClusterClient(servers.target.url),
    pids: { old: servers.old.pid, target: servers.target.pid },
  });
}

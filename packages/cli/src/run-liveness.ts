import type { Checkpoint } from '@waybill/core';
import type { HostFacts } from './cli-io.ts';

/**
 * Whether the last run is still in progress, told without touching the lock: a run that has not ended is alive when its
 * process is. Of a process on another host nothing can be said.
 */
export function runLiveness({ lastRun }: Checkpoint, host: HostFacts): 'yes' | 'no' | 'unknown' {
  if (lastRun === undefined || lastRun.ended !== undefined) return 'no';
  const { owner } = lastRun.started;
  if (owner.host !== host.name) return 'unknown';
  return host.isProcessAlive(owner.pid) ? 'yes' : 'no';
}

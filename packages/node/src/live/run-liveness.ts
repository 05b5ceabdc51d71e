import type { Checkpoint } from '@waybill/core';

/** The machine, as far as it says whether a run is in progress on it. */
export interface ProcessHost {
  readonly name: string;
  /** Whether a process with this id lives on this host. */
  isProcessAlive(pid: number): boolean;
}

/** Whether the last run of a plan is in progress; `unknown` when it was started on another host. */
export type RunLiveness = 'yes' | 'no' | 'unknown';

/**
 * Whether the last run is still in progress, found without touching the lock: a run that has not ended is alive when its
 * process is. Of a process on another host nothing can be said.
 */
export function runLiveness({ lastRun }: Checkpoint, host: ProcessHost): RunLiveness {
  if (lastRun === undefined || lastRun.ended !== undefined) return 'no';
  const { owner } = lastRun.started;
  if (owner.host !== host.name) return 'unknown';
  return host.isProcessAlive(owner.pid) ? 'yes' : 'no';
}

/**
 * What a state says, where its last run may just be ending: the run can record its end, and its process be gone, after the
 * journal was read and before its process is looked for. Read once more it says how the run ended, or that it was cut off.
 */
export async function readAroundEnd<T extends { readonly checkpoint: Checkpoint } | undefined>(
  read: () => Promise<T>,
  host: ProcessHost,
): Promise<T> {
  const found = await read();
  return found !== undefined && seemsCutOff(found.checkpoint, host) ? await read() : found;
}

function seemsCutOff(checkpoint: Checkpoint, host: ProcessHost): boolean {
  const { lastRun } = checkpoint;
  return lastRun !== undefined && lastRun.ended === undefined && runLiveness(checkpoint, host) === 'no';
}

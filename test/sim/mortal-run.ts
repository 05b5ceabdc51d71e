import { type ApplyOptions, applyPlan, type MemoryDisk, openMemoryStore, type RunResult } from '@waybill/core';
import { createSeededRandom, type PlanFixture, type VirtualClock } from '@waybill/core/testing';

/** A process dies at its n-th commit, before or after it is written. */
export interface PlannedDeath {
  readonly atCommit: number;
  readonly isWritten: boolean;
}

interface MortalRun
  extends PlanFixture,
    Pick<ApplyOptions, 'registry' | 'waitsForWindows' | 'retryFailed' | 'maxRuntimeMs' | 'onEvent'> {
  readonly disk: MemoryDisk;
  readonly clock: VirtualClock;
  /** Undefined: it lives to its end. */
  readonly death: PlannedDeath | undefined;
}

class Death extends Error {}

/** One process that runs a plan of the fake vendor. Undefined where it died: the lock that it left is taken away. */
export async function runMortal({ disk, clock, death, ...options }: MortalRun): Promise<RunResult | undefined> {
  let commits = 0;
  disk.onCommit = (phase) => {
    if (phase === 'before') commits += 1;
    if (death === undefined || commits < death.atCommit) return;
    if (phase === (death.isWritten ? 'after' : 'before')) throw new Death();
  };
  try {
    return await clock.runUntil(
      applyPlan({
        ...options,
        store: openMemoryStore(disk),
        transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
        clock,
        random: createSeededRandom(2),
        env: {},
        readSecret: () => undefined,
        owner: { host: 'host', pid: 1, user: 'tester' },
      }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.cause instanceof Death)) throw error;
    disk.releaseLockOfDeadProcess();
    return undefined;
  }
}

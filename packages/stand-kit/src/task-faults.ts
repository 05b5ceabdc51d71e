import type { Damage } from './data-plane.ts';

/** Faults that change what a task does or shows, rather than how the call is answered. */
export interface TaskFaults {
  readonly staleMs: number;
  readonly hiddenMs: number;
  readonly statusWord: string | null;
  /** Of a copy between real servers. */
  readonly damage: readonly Damage[];
  readonly failure: { readonly status: string | null; readonly message: string | null } | null;
}

export const NO_TASK_FAULTS: TaskFaults = { staleMs: 0, hiddenMs: 0, statusWord: null, damage: [], failure: null };

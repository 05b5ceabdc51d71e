import type { UnitStatus } from './unit-status.ts';

export const UNIT_STATUSES: readonly UnitStatus[] = [
  'succeeded',
  'failed',
  'unknown',
  'gated',
  'active',
  'started',
  'pending',
  'skipped',
];

/** Units by status; the statuses add up to the total. */
export type UnitCounts = Readonly<Record<UnitStatus | 'total', number>>;

/** How far a plan is after one record of its journal. Every view shows these numbers and counts none of its own. */
export interface ProgressCounts {
  /** Number of the last record that is counted; 0 before the first one. */
  readonly record: number;
  /** A step is done when its success is recorded, when steps after it are done, or when an operator accepted its unit. */
  readonly steps: {
    readonly done: number;
    readonly total: number;
    /** Not done, and of units that failed, are unknown or skipped. */
    readonly unreachable: number;
  };
  readonly units: UnitCounts;
  /** By migration, in the order of the plan. */
  readonly migrations: readonly { readonly name: string; readonly units: UnitCounts }[];
  /** Remote tasks that run or may run: also those of units that wait at a gate, and those whose call has no outcome. */
  readonly remoteTasks: number;
}

/** Of no units at all. */
export function noUnits(): Record<UnitStatus | 'total', number> {
  return { total: 0, pending: 0, started: 0, active: 0, gated: 0, succeeded: 0, failed: 0, unknown: 0, skipped: 0 };
}

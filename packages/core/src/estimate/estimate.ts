import type { PreviewSchedule } from './schedule.ts';

/** How a run would go by the clock of a simulation. */
export interface Estimate {
  readonly schedule: PreviewSchedule;
  /** By unit address: when it starts and ends in the median run, in milliseconds from the start. */
  readonly units: ReadonlyMap<string, UnitSpan>;
  /**
   * Waits that are expected to last longer than their timeout.
   *
   * @default none
   */
  readonly overdueWaits?: readonly OverdueWait[];
}

/** One kind of wait of one migration. */
export interface OverdueWait {
  readonly migration: string;
  /** What is waited for, as its steps are titled. */
  readonly title: string;
  readonly units: number;
  readonly expectedMs: number;
  readonly timeoutMs: number;
  /** Where the expectation comes from, in words. */
  readonly source: string;
}

export interface UnitSpan {
  readonly startsMs: number;
  readonly endsMs: number;
}

import type { PreviewSchedule } from '../preview/preview.ts';

/** How a run would go by the clock of a simulation. */
export interface Estimate {
  readonly schedule: PreviewSchedule;
  /** By unit address: when it starts and ends in the median run, in milliseconds from the start. */
  readonly units: ReadonlyMap<string, UnitSpan>;
}

export interface UnitSpan {
  readonly startsMs: number;
  readonly endsMs: number;
}

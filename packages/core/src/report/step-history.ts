import type { ReportAttempt, ReportStep } from './report.ts';

/** What the journal says of one step. */
export interface StepHistory {
  readonly attempts: readonly ReportAttempt[];
  readonly approved: ReportStep['approved'];
  /** Wall times of its first and last record. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/** What was found of each step, by address. */
export interface StepHistories {
  get(step: string): StepHistory | undefined;
}

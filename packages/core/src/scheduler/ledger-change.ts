import type { ReadyStep } from './ready-step.ts';

/** What a change of one step set free or ended. */
export interface LedgerChange {
  readonly ready: readonly ReadyStep[];
  readonly succeededUnits: readonly string[];
  readonly failedUnits: readonly string[];
  /** Units that cannot run any more, each with the unit that stands in their way. */
  readonly skippedUnits: readonly { readonly unit: string; readonly because: string }[];
}

export class ChangeCollector implements LedgerChange {
  readonly ready: ReadyStep[] = [];
  readonly succeededUnits: string[] = [];
  readonly failedUnits: string[] = [];
  readonly skippedUnits: { unit: string; because: string }[] = [];
}

import type { RunOptions } from '@waybill/node';
import type { CommonFlags, JsonFlag, SelectionFlags, StateFlag, VariableFlags } from '../plan-options.ts';

export interface ApplyFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag, SelectionFlags {
  /** Of a saved preview: the plan that it must be of. */
  readonly plan?: string;
  readonly autoApprove?: boolean;
  readonly allowSecretCommands?: boolean;
  readonly retryFailed?: boolean;
  readonly keepChanged?: boolean;
  readonly maxFailures?: string;
  readonly maxRuntime?: string;
  readonly parallelism?: string;
  /** For windows of the plan's rollout. */
  readonly wait?: boolean;
  /** Where metrics are served. */
  readonly metrics?: string;
  readonly quiet?: boolean;
  /** A file for the report; its ending says in which form. */
  readonly report?: string;
  readonly logFile?: string;
  readonly logLevel?: string;
}

/** Options of a run, read. */
export type RunLimits = Pick<
  RunOptions,
  'maxFailures' | 'maxRuntimeMs' | 'parallelism' | 'waitsForWindows' | 'hasJustCalled' | 'metrics'
>;

/** Of commands that run some units of a plan as it was applied. */
export type UnitFlags = Omit<ApplyFlags, 'plan' | 'exclude' | 'retryFailed' | 'keepChanged' | 'report'>;

import { hashedFraction } from '../world/random.ts';

/** How long the simulated work takes, in milliseconds. Changes apply to what is started afterwards. */
export interface Durations {
  /** An Alibaba data task waits this long before it runs. */
  readonly alicloudPendingMs: number;
  readonly alicloudRunningMs: number;
  /** Building the machine of an online migration task: CREATING until RUNNING. */
  readonly dcsMachineCreationMs: number;
  /** The creation job; it never ends before the machine is ready. */
  readonly dcsJobMs: number;
  readonly dcsFullSyncMs: number;
  /** From the start of the incremental phase until the replication offset reaches 0. */
  readonly dcsCatchUpMs: number;
  readonly dcsStopMs: number;
  readonly dcsExchangeMs: number;
  readonly dcsImportMs: number;
  /** Each duration is stretched or shrunk by up to this fraction, by seed and task. */
  readonly jitterFraction: number;
}

export const DEFAULT_DURATIONS: Durations = {
  alicloudPendingMs: 200,
  alicloudRunningMs: 1_200,
  dcsMachineCreationMs: 600,
  dcsJobMs: 600,
  dcsFullSyncMs: 1_000,
  dcsCatchUpMs: 800,
  dcsStopMs: 300,
  dcsExchangeMs: 500,
  dcsImportMs: 1_500,
  jitterFraction: 0.2,
};

/** The duration of one piece of work, a whole number of milliseconds. */
export function jitteredMs(baseMs: number, jitter: { seed: number; fraction: number; name: string }): number {
  const offset = (hashedFraction(jitter.seed, jitter.name) * 2 - 1) * jitter.fraction;
  return Math.max(0, Math.round(baseMs * (1 + offset)));
}

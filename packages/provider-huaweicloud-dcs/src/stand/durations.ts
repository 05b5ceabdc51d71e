/** How long the simulated work takes, in milliseconds. */
export interface HuaweicloudDurations {
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
}

export const DEFAULT_HUAWEICLOUD_DURATIONS: HuaweicloudDurations = {
  dcsMachineCreationMs: 600,
  dcsJobMs: 600,
  dcsFullSyncMs: 1_000,
  dcsCatchUpMs: 800,
  dcsStopMs: 300,
  dcsExchangeMs: 500,
  dcsImportMs: 1_500,
};

/** How long the simulated work takes, in milliseconds. */
export interface AlicloudDurations {
  /** A data task waits this long before it runs. */
  readonly alicloudPendingMs: number;
  readonly alicloudRunningMs: number;
}

export const DEFAULT_ALICLOUD_DURATIONS: AlicloudDurations = { alicloudPendingMs: 200, alicloudRunningMs: 1_200 };

import type { PlaneInstance, ReportedTask } from '@waybill/stand-kit';
import type { FaultScript } from '../faults/fault-script.ts';
import type { HeldCall } from '../faults/held-calls.ts';
import type { RequestRecord } from '../server/request-log.ts';
import type { Durations } from '../settings/durations.ts';
import type { SettingsPatch } from '../settings/settings.ts';
import type { SandboxMetrics } from './metrics.ts';
import type { SandboxState } from './state-report.ts';

/** Looks into a running sandbox and steers it; the HTTP interface below `/_sandbox/` offers the same. */
export interface SandboxControl {
  state(): SandboxState;
  /** The tasks of every vendor, under one name for the same work. */
  tasks(): readonly ReportedTask[];
  requests(filter?: { operation?: string | undefined }): readonly RequestRecord[];
  metrics(): SandboxMetrics;
  /** The instances that have a real server, as they are now. */
  instances(): readonly PlaneInstance[];
  /** Everything as it was at the start: no tasks, empty log, initial seed, durations, settings and faults. */
  reset(): void;
  /** Applies to what is started afterwards. */
  setDurations(patch: Partial<Durations>): void;
  setSettings(patch: SettingsPatch): void;
  /** Replaces the fault script; its counting starts again. Calls that are held stay held. */
  setFaults(script: FaultScript): void;
  /** The calls that a `hold` fault keeps waiting, in order of arrival. */
  held(): readonly HeldCall[];
  /** Lets the held calls of one operation, or all of them, continue. Returns how many there were. */
  release(operation?: string): number;
  /** Moves a virtual clock; throws a `ClockNotVirtualError` for any other. */
  advance(byMs: number): void;
}

/** Thrown by `advance` when the sandbox's clock moves by itself or not at all. */
export class ClockNotVirtualError extends Error {
  override readonly name = 'ClockNotVirtualError';
  readonly code = 'SANDBOX_CLOCK_NOT_VIRTUAL';

  constructor(kind: string) {
    super(`The sandbox runs on a ${kind} clock, which cannot be advanced.`);
  }
}

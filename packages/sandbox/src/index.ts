export {
  type DamagedKey,
  type DataPlane,
  DataPlaneError,
  type DataPlaneOption,
  type KeyPlane,
  type PreparedDataPlane,
  type RateLimit,
  type RateLimitPatch,
  type ReportedTask,
  type RunningDataPlane,
  type SandboxDataPlane,
  type SandboxStand,
  type SuitedPlan,
  type ThrottleStatus,
} from '@waybill/stand-kit';
export type { SandboxMetrics, ServiceMetrics } from './control/metrics.ts';
export { checkDataOption } from './control/parse-control.ts';
export { ClockNotVirtualError, type SandboxControl } from './control/sandbox-control.ts';
export type { SandboxState } from './control/state-report.ts';
export type { Fault, FaultRule, FaultScript, MalformedBody, When } from './faults/fault-script.ts';
export type { HeldCall } from './faults/held-calls.ts';
export { DATA_PLANES } from './listed-data-planes.ts';
export { type NamedStand, type ServiceName, type StandName, standsWith } from './listed-stands.ts';
export {
  createInProcessSandbox,
  type InProcessSandbox,
  type WireRequest,
  type WireResponse,
} from './sandbox/create-in-process-sandbox.ts';
export { readyLine } from './sandbox/ready-line.ts';
export type { Sandbox, SandboxOptions } from './sandbox/sandbox.ts';
export { startSandbox } from './sandbox/start-sandbox.ts';
export type { OperationCount, RequestRecord } from './server/request-log.ts';
export { buildCredentials, type CredentialsPatch, type SandboxCredentials } from './settings/credentials.ts';
export { DEFAULT_DURATIONS, type Durations } from './settings/durations.ts';
export { DEFAULT_SETTINGS, type RateLimits, type SandboxSettings, type SettingsPatch } from './settings/settings.ts';
export { suitPlan } from './settings/suit-plan.ts';
export {
  createFixedClock,
  createRealClock,
  createVirtualClock,
  type SandboxClock,
  type VirtualClock,
} from './world/clock.ts';

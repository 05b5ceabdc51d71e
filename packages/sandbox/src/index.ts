export {
  createFixedClock,
  createRealClock,
  createVirtualClock,
  type SandboxClock,
  type VirtualClock,
} from './clock.ts';
export type { ActiveInterval } from './control/active-intervals.ts';
export type { ProviderMetrics, SandboxMetrics } from './control/metrics.ts';
export type { OperationCount, RequestRecord } from './control/request-log.ts';
export { ClockNotVirtualError, type SandboxControl } from './control/sandbox-control.ts';
export type { AlicloudTaskReport, HuaweicloudTaskReport, SandboxState } from './control/state-report.ts';
export {
  createInProcessSandbox,
  type InProcessSandbox,
  type WireRequest,
  type WireResponse,
} from './create-in-process-sandbox.ts';
export {
  type AlicloudCredentials,
  buildCredentials,
  type CredentialsPatch,
  type HuaweicloudCredentials,
  type SandboxCredentials,
} from './credentials.ts';
export { DEFAULT_DURATIONS, type Durations } from './durations.ts';
export type { Fault, FaultRule, FaultScript, MalformedBody, When } from './faults/fault-script.ts';
export type { HeldCall } from './faults/held-calls.ts';
export type { Provider } from './http/gateway.ts';
export { readyLine } from './ready-line.ts';
export type { Sandbox, SandboxOptions } from './sandbox.ts';
export {
  type AlicloudClusterSeed,
  type AlicloudInstanceSeed,
  type AlicloudSettings,
  type AlicloudStatusWords,
  type DcsBackupSeed,
  type DcsInstanceSeed,
  DEFAULT_SETTINGS,
  type HuaweicloudSettings,
  type RateLimit,
  type RateLimitPatch,
  type RateLimits,
  type SandboxSettings,
  type SettingsPatch,
} from './settings.ts';
export { startSandbox } from './start-sandbox.ts';

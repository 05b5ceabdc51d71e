export {
  type Adoption,
  type AdoptionSearch,
  type Checkpoint,
  type CheckpointStore,
  type ChosenOrphan,
  type Clock,
  CredentialsError,
  createRegistry,
  type Decision,
  DecisionRefusedError,
  type Diagnostic,
  type Graph,
  hasErrors,
  JournalWriteError,
  LeaseLostError,
  NothingSelectedError,
  type OrphanList,
  type Owner,
  type Plan,
  PlanChangedError,
  type Preview,
  type PreviewDifference,
  PreviewStaleError,
  type Provider,
  type ProviderRegistry,
  type Random,
  type Report,
  type RunEvent,
  type RunResult,
  renderDiagnostics,
  SecretCommandError,
  SecretCommandsRefusedError,
  type SecretReader,
  SecretsMissingError,
  type Standing,
  StateLockedError,
  StateUnusableError,
  type Sweep,
  type Transport,
  type UnitReport,
  type UnitStatus,
  WaybillError,
} from '@waybill/core';
export { createUndiciTransport, type TransportOptions } from '@waybill/transport';
export { builtInRegistry } from './built-in-registry.ts';
export type { CredentialsCheck, CredentialsResult } from './check-credentials.ts';
export {
  type CheckPlanFileOptions,
  type CheckPlanOptions,
  type CompiledPlan,
  checkPlan,
  checkPlanFile,
  checkPlanInTurns,
  type PlanCheck,
} from './check-plan.ts';
export { createHostTransport } from './create-host-transport.ts';
export { createSecretReader, type SecretReaderOptions } from './create-secret-reader.ts';
export type { RollbackOptions } from './derive/roll-back-units.ts';
export type { VerifyOptions } from './derive/verify-units.ts';
export {
  isSavedPreview,
  parseSavedPreview,
  runOptionsOf,
  type SavedMark,
  type SavedPreview,
  SavedPreviewError,
  type SavePreviewOptions,
  variablesOf,
  writeSavedPreview,
} from './documents/saved-preview.ts';
export type { Environment } from './environment.ts';
export { builtInProviders } from './generated/built-in-providers.generated.ts';
export type { LiveAccount, LiveStatus, LiveTask } from './live/live-status.ts';
export type { ProcessHost, RunLiveness } from './live/run-liveness.ts';
export { openPlan } from './open-plan.ts';
export { PlanClosedError } from './plan-closed-error.ts';
export { planFileReader } from './plan-file-reader.ts';
export type {
  Approval,
  AskOptions,
  CredentialsOptions,
  DerivedRun,
  DerivedRunOptions,
  FindOptions,
  OpenPlan,
  OpenPlanOptions,
  PreviewExpiry,
  PreviewOptions,
  ReportOptions,
  StateHolder,
  UnitFreshness,
  UsageFinding,
} from './plan-handle.ts';
export { RunOptionError } from './run-option-error.ts';
export type { RunOptions, RunReady } from './run-plan.ts';
export { createMemoryState } from './state/create-memory-state.ts';
export type { DecisionNote } from './state/decision-notes.ts';
export type { JournalFindings, StateFindings } from './state/inspect-plan-state.ts';
export type { PlanStatus, RecordedState, StepWhy } from './state/plan-status.ts';
export type { PostedApproval } from './state/posted-approvals.ts';
export { StateMissingError } from './state/state-missing-error.ts';
export type { SurroundingsOptions } from './surroundings.ts';
export { systemClock } from './system-clock.ts';
export { systemRandom } from './system-random.ts';

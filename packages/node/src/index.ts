export {
  type Adoption,
  type AdoptionSearch,
  type Checkpoint,
  type CheckpointStore,
  type ChosenOrphan,
  type Clock,
  CredentialsError,
  collectionText,
  createRegistry,
  type Decision,
  DecisionRefusedError,
  type Diagnostic,
  DiscoverError,
  type Discovery,
  type Graph,
  hasErrors,
  type InventoryUpdate,
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
  type RowChange,
  type RowLabel,
  type RowPatterns,
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
  updateInventory,
  WaybillError,
} from '@waybill/core';
export { createUndiciTransport, type TransportOptions } from '@waybill/transport';
export { MOST_DETAILED_STEPS } from './build-plan-report.ts';
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
export { createSecretReader, type SecretReaderOptions } from './create-secret-reader.ts';
export {
  type ConnectionsOptions,
  type DiscoverableConnection,
  type DiscoverPlanOptions,
  discover,
  listDiscoverable,
  type PlanDiscovery,
} from './discover.ts';
export { type DocumentJsonOptions, documentJsonChunks, MOST_PLAIN_UNITS } from './documents/document-json.ts';
export { unpackDocument } from './documents/packed/unpack-document.ts';
export {
  describeSecretInput,
  findSecretInput,
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
export { describeHost, describeOwner, type Host, isProcessAlive } from './host.ts';
export { listEnvironments, planEnvironment } from './list-environments.ts';
export type { LiveAccount, LiveStatus, LiveTask } from './live/live-status.ts';
export type { ProcessHost, RunLiveness } from './live/run-liveness.ts';
export { RunProgress } from './live/run-progress.ts';
export { loadRegistryWith, ProviderModuleError } from './load-providers.ts';
export { openPlan } from './open-plan.ts';
export { openSettled, type SettledRun, type SettledRunOptions } from './open-settled.ts';
export type { OpenUncompiledOptions, PlanText } from './open-uncompiled.ts';
export { planFileReader } from './plan-file-reader.ts';
export type {
  Approval,
  AskOptions,
  CredentialsOptions,
  FindOptions,
  OpenPlan,
  OpenPlanOptions,
  PreviewExpiry,
  PreviewOptions,
  ReportOptions,
  StateHolder,
} from './plan-handle.ts';
export { type EffectivePlanOptions, type ReadEffectivePlan, readEffectivePlan } from './read-effective-plan.ts';
export type { RunOptions, RunReady } from './run-plan.ts';
export type { RunSecretCommandsOptions } from './run-secret-command.ts';
export {
  type CommandValues,
  inspectSecretCommands,
  refuseSecretCommands,
  runSecretCommands,
  type TriedCommands,
} from './run-secret-commands.ts';
export { createMemoryState } from './state/create-memory-state.ts';
export type { DecisionNote } from './state/decision-notes.ts';
export {
  defaultStatePath,
  describeOldPlace,
  type LocatedPlan,
  locateState,
  type StateLocation,
} from './state/default-state-path.ts';
export type { JournalFindings, StateFindings } from './state/inspect-plan-state.ts';
export { hasState, inspectState, openStore, resolveLocation, STORE_DRIVERS } from './state/open-store.ts';
export type { PlanStatus, RecordedState, StepWhy } from './state/plan-status.ts';
export { StateMissingError } from './state/state-missing-error.ts';
export type { SurroundingsOptions } from './surroundings.ts';
export { systemClock } from './system-clock.ts';
export { systemRandom } from './system-random.ts';
export { readUncompiledStatus, type UncompiledStatus, type UncompiledStatusOptions } from './uncompiled-status.ts';

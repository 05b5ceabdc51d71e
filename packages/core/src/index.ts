// For who writes a provider, a store or a transport, and who embeds the engine without Node's parts. What it exports is
// kept: a change is a change for users. What only the packages of Waybill share is in `internal.ts`.
export type { Adoption, AdoptionSearch } from './adopt/find-adoptions.ts';
export {
  type CurrentPlan,
  comparePreview,
  type PreviewDifference,
  PreviewStaleError,
} from './binding/compare-preview.ts';
export type { Clock, Random } from './clock.ts';
export { type Compiled, type CompileOptions, compilePlan } from './compile-plan.ts';
export type { ConnectedAccount } from './connect/connected-account.ts';
export type { SecretValues } from './connect/learn-secrets.ts';
export { type SecretReader, SecretsMissingError, SecretUnreadableError } from './connect/read-secrets.ts';
export { type FailedCommand, SecretCommandError, SecretCommandsRefusedError } from './connect/secret-command-errors.ts';
export { type DecideOptions, recordDecisions } from './decisions/decide.ts';
export { type AdoptDecision, type Decision, DecisionRefusedError } from './decisions/decision.ts';
export type { DiagnosticCode } from './diagnostics/codes.ts';
export { type Diagnostic, hasErrors, type Severity, type SourceRange } from './diagnostics/diagnostic.ts';
export {
  type DiagnosticStyle,
  renderDiagnostics,
} from './diagnostics/render-diagnostics.ts';
export { isSecretName } from './diagnostics/secret-names.ts';
export type { RowPatterns } from './discover/choose-rows.ts';
export { DiscoverError } from './discover/discover-error.ts';
export type { Discovery } from './discover/discovery.ts';
export {
  type InventoryUpdate,
  type RowChange,
  type RowLabel,
  updateInventory,
} from './discover/update-inventory.ts';
export { assertInvariant, InvariantError, WaybillError } from './errors.ts';
export type { RunEvent } from './events/event.ts';
export type { Graph, PlannedUnit } from './graph/graph.ts';
export {
  type Checkpoint,
  EMPTY_CHECKPOINT,
  foldRecords,
  type StepFailure,
  type StepState,
} from './journal/checkpoint.ts';
export {
  type CheckpointStore,
  type InboxRequest,
  JournalWriteError,
  type Lease,
  LeaseLostError,
  type SnapshotDraft,
  type StateHeader,
  StateLockedError,
  StateUnusableError,
  type StoredRequest,
  type StoredSnapshot,
} from './journal/checkpoint-store.ts';
export { exportJournal } from './journal/export-journal.ts';
export { MemoryDisk, openMemoryStore } from './journal/memory-store.ts';
export { readJournal } from './journal/read-journal.ts';
export {
  JOURNAL_VERSION,
  type JournalRecord,
  type NewRecord,
  type Owner,
  type RunOutcome,
  type StopReason,
} from './journal/record.ts';
export { openSqliteStore, type SqliteStoreOptions } from './journal/sqlite/sqlite-store.ts';
export type { OpenStoreOptions, StateFile, StateInspection, StoreDriver } from './journal/store-driver.ts';
export type { ChosenOrphan, OrphanList, Sweep } from './orphans/sweep-orphans.ts';
export type { PlanFile, PlanFileRefusal, ReadPlanFile } from './plan/inventory/plan-file.ts';
export { collectionText } from './plan/load/collection-text.ts';
export type { PlanEnvironment } from './plan/load/read-environment.ts';
export type { Plan, SecretCommand, SecretSource } from './plan/plan.ts';
export { type BuildPreviewOptions, buildPreview } from './preview/build-preview.ts';
export { comparePreviews } from './preview/changes/compare-previews.ts';
export type { PreviewChanges } from './preview/changes/preview-changes.ts';
export type { Preview, PreviewFinding, PreviewStep, PreviewUnit } from './preview/preview.ts';
export type { UnitStatus } from './progress/unit-status.ts';
export type { AssumedDuration } from './provider/assumed-duration.ts';
export type { Activity, Blueprint, BlueprintProblem, StepBlueprint } from './provider/blueprint.ts';
export type { Check, CheckFinding } from './provider/check.ts';
export type { ComparedPair, ComparedSide, Comparison } from './provider/comparison.ts';
export type { ConnectionEntry } from './provider/connection-entry.ts';
export { CredentialsError } from './provider/credentials-error.ts';
export type { DerivedSteps, Impact, NotDerived, Verification } from './provider/derived-steps.ts';
export type {
  JobAccess,
  JobConnection,
  JobContext,
  JobDefinition,
  JobSlice,
  JobSummary,
  SliceResult,
} from './provider/job.ts';
export type { AppliedUnit, Kind, KindInput, RollbackRequest } from './provider/kind.ts';
export type { Limits, Polling, Rate, RetryPolicy } from './provider/limits.ts';
export type { LeftOut, Listing, ListingColumn, ListingContext, ListingPage } from './provider/listing.ts';
export type { DescribeMovement, Movement, Place, PlaceFact } from './provider/movement.ts';
export type { Completion, Operation, PlannedRead, Recovery, WrittenTarget } from './provider/operation.ts';
export type {
  Observation,
  Poll,
  PollContext,
  PollDefinition,
  PollHistory,
  PollItem,
  Verdict,
} from './provider/poll.ts';
export type { Provider, ProviderDefinition, ProviderEndpoint, ProviderEssentials } from './provider/provider.ts';
export { ProviderDefectError } from './provider/provider-defect.ts';
export { ProviderError, type ProviderErrorClass, type ProviderErrorFields } from './provider/provider-error.ts';
export type { ReadCall } from './provider/read-call.ts';
export { createRegistry, type ProviderRegistry } from './provider/registry.ts';
export { ndjson, type RequestOutline } from './provider/request-outline.ts';
export type {
  CallResult,
  ConnectionIdentity,
  ConnectOptions,
  CredentialSearch,
  EarlierEffect,
  FirstCall,
  FoundCredentials,
  LostCall,
  MarkedTask,
  ProviderSession,
  ReconcileContext,
  Reconciliation,
} from './provider/session.ts';
export type { StarterPlan } from './provider/starter-plan.ts';
export type * from './provider/steps/blueprint-types.ts';
export type { Step } from './provider/steps/step-modules.ts';
export type { StepWith } from './provider/steps/step-traits.ts';
export {
  type ConnectionFault,
  type HttpRequest,
  type HttpResponse,
  type SendOptions,
  type Transport,
  TransportError,
  type TransportErrorFields,
} from './provider/transport.ts';
export { Redactor } from './redact/redactor.ts';
export { type BuildReportOptions, buildReport } from './report/build-report.ts';
export type { Report, ReportStep, ReportUnit } from './report/report.ts';
export type { ApplyOptions } from './run/apply-options.ts';
export { applyPlan } from './run/apply-plan.ts';
export type { AccountGauge, ReadGauges, RunGauges } from './run/gauges.ts';
export { PlanChangedError } from './run/plan-changed-error.ts';
export type { RunResult, UnitReport } from './run/run-result.ts';
export { RunBrokenError } from './run/single-error.ts';
export { NothingSelectedError, type SelectOptions } from './select/select-units.ts';
export { computeStanding, type Standing } from './standing/standing.ts';
export { type Defined, defined } from './value/defined.ts';
export { parseDurationMs } from './value/duration.ts';
export { findRepeatedKey } from './value/find-repeated-key.ts';
export {
  collectReferences,
  type Deferred,
  displayValue,
  Interpolation,
  isDeferred,
  isJsonObject,
  isValueObject,
  type Json,
  type JsonObject,
  JsonText,
  Reference,
  resolveValue,
  type Value,
  type ValueObject,
} from './value/value.ts';
export { VERSION } from './version.ts';
